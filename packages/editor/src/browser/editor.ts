import type { LexicalDocument } from '@rose-ash/shared/contracts/lexical'
import type { LiveKind, LiveThing } from '../blocks/live.ts'

export type { LexicalDocument, LiveKind, LiveThing }

export type UploadKind = 'image' | 'audio' | 'video' | 'file'

export interface Uploaded {
  url: string
  fileName: string
}

/** A reusable block. */
export interface Snippet {
  id: string
  name: string
  /** Ghost's form: JSON of `{ namespace, nodes }`. */
  value: string
}

export interface LinkResults {
  /** Such as "Posts". */
  label: string
  items: { id: string; title: string; url: string }[]
}

/** What the editor needs of the page it stands on, and whom it tells what. */
export interface EditorOptions {
  /** The document to open; without one an empty document. */
  document?: LexicalDocument | undefined
  /** The person changed something; at most half a second late. Loading is no change. */
  onChange(document: LexicalDocument): void
  /** Once, and for good: what the editor holds can no longer be trusted, so nothing may be saved. */
  onError(message: string): void
  /** Sends a file to the server. @param onProgress takes 0 to 100. */
  upload(file: File, kind: UploadKind, onProgress: (percent: number) => void): Promise<Uploaded>
  /** Asks our server, which fetches safely. @returns what Ghost's oEmbed endpoint would. */
  fetchEmbed(url: string, kind: 'bookmark' | 'embed'): Promise<unknown>
  /** Posts to link to; without words the newest. */
  searchLinks(term: string): Promise<LinkResults[]>
  snippets: Snippet[]
  createSnippet?(snippet: { name: string; value: string }): Promise<void>
  /** @returns whether it is gone; the person is asked first. */
  deleteSnippet?(snippet: { name: string }): Promise<boolean>
  siteUrl: string
  darkMode: boolean
  /** Whether this person may write raw HTML: admins only. The server must hold to it as well. */
  mayWriteHtml: boolean
  /** What can be shown live in the text. */
  searchLive(kind: LiveKind, term: string): Promise<LiveThing[]>
}

/** What the cooperative has and Ghost has not. */
export type BlockKind = LiveKind | 'table' | 'footnote'

export interface Editor {
  /** The document as it is now; a change that was not yet told of is told first. @throws after an error. */
  read(): LexicalDocument
  /** Puts the caret at the end, or where it was. */
  focus(): void
  /** Asks the person which one, and puts it where the caret is. */
  insert(kind: BlockKind): void
  wordCount(): number
  /** Takes the editor off the page, after telling of a last change. */
  destroy(): void
}

export type MountEditor = (element: HTMLElement, options: EditorOptions) => Promise<Editor>
