export { type Footnote, footnoteId, readFootnotes } from './footnotes.ts'
export { type LiveKind, liveKinds } from './live.ts'
export { readTable, type Table } from './table.ts'
