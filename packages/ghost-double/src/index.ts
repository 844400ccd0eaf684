/**
 * A Ghost 6 for tests: its Admin API with its keys, pages, filters, collisions and webhooks, as
 * measured on Ghost 6.65, and its failures on request. Answers begin with what a real one answered.
 *
 * Not there: the Content API, themes, comments, offers, e-mail, members' bulk actions.
 *
 * It imports nothing of Rose Ash, so that a misunderstanding of ours cannot hide in here as well.
 */
export type { Fault } from './faults.ts'
export type { Delivery } from './hooks.ts'
export { type GhostOptions, type RunningGhost, startGhost } from './start-ghost.ts'
export type { Row } from './state/rows.ts'
