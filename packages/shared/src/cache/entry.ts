import { hash } from 'node:crypto'

/** Something that was produced, and what is known of it. */
export interface Entry<Note = unknown> {
  readonly body: Buffer
  /** What its maker keeps beside the body; plain JSON. */
  readonly note: Note
  /** What it shows: a purge of one of these drops it. */
  readonly tags: readonly string[]
  /** Milliseconds since 1970: until then it is as good as new. */
  readonly freshUntil: number
  /** Until then it may be shown while it is made anew. */
  readonly staleUntil: number
  /** Another body or note has another. */
  readonly hash: string
}

export type Draft<Note> = Omit<Entry<Note>, 'hash'>

export function toEntry<Note>(draft: Draft<Note>): Entry<Note> {
  const bytes = Buffer.concat([draft.body, Buffer.from(JSON.stringify(draft.note))])
  return { ...draft, hash: shortHash(bytes) }
}

/** 72 bits: enough to tell versions of one thing apart. */
export function shortHash(content: string | Buffer): string {
  return hash('sha256', content, 'base64url').slice(0, 12)
}

/** One line of JSON, then the body. */
export function encodeEntry({ body, ...head }: Entry): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body])
}

/** The body is a copy, so that it does not keep the larger buffer it came in. */
export function decodeEntry<Note>(bytes: Buffer): Entry<Note> {
  const end = bytes.indexOf(10)
  const head: Omit<Entry<Note>, 'body'> = JSON.parse(bytes.toString('utf8', 0, end))
  return { ...head, body: Buffer.from(bytes.subarray(end + 1)) }
}
