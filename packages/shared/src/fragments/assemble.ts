import type { Shown } from './fragment-client.ts'
import { createNonce, NONCE_LENGTH } from './random-words.ts'
import type { PageParts } from './rendering.ts'

/** A page that is complete but for its nonce. */
export interface Assembled {
  readonly bytes: Buffer
  /** Where the nonce goes. */
  readonly nonceAt: readonly number[]
}

/**
 * Fills the holes of a page, with one allocation.
 *
 * @param shown in the order of the page's fragments.
 */
export function assemble({ body, note }: PageParts, shown: readonly Shown[]): Assembled {
  const segments: Segment[] = []
  let from = 0
  for (const { at, what } of note.holes) {
    segments.push(body.subarray(from, at))
    if (what === 'nonce') segments.push(nonce)
    else if (what === 'assets') segments.push(...assetTags(shown))
    else segments.push(shown[what]?.body ?? nothing)
    from = at
  }
  segments.push(body.subarray(from))
  return join(segments)
}

/** Writes a new nonce into the page. */
export function stamp({ bytes, nonceAt }: Assembled): string {
  const nonce = createNonce()
  // A tenth of the time of `bytes.write` for so few bytes.
  for (const at of nonceAt) {
    for (let i = 0; i < NONCE_LENGTH; i += 1) bytes[at + i] = nonce.charCodeAt(i)
  }
  return nonce
}

const nonce = Symbol('nonce')
const nothing = Buffer.alloc(0)
type Segment = Buffer | typeof nonce

function join(segments: readonly Segment[]): Assembled {
  let length = 0
  for (const segment of segments) length += segment === nonce ? NONCE_LENGTH : segment.length
  const bytes = Buffer.allocUnsafe(length)
  const nonceAt: number[] = []
  let at = 0
  for (const segment of segments) {
    if (segment === nonce) nonceAt.push(at)
    at += segment === nonce ? NONCE_LENGTH : segment.copy(bytes, at)
  }
  return { bytes, nonceAt }
}

/** Each file once, however many fragments need it. */
function assetTags(shown: readonly Shown[]): Segment[] {
  const css = new Set<string>()
  const js = new Set<string>()
  for (const { note } of shown) {
    for (const url of note.css) css.add(url)
    for (const url of note.js) js.add(url)
  }
  const links = [...css].map((url) => `<link rel="stylesheet" href="${escapeAttribute(url)}"`)
  const scripts = [...js].map((url) => `<script type="module" src="${escapeAttribute(url)}"`)
  return [
    ...links.flatMap((start) => tag(start, '>')),
    ...scripts.flatMap((start) => tag(start, '></script>')),
  ]
}

function tag(start: string, end: string): Segment[] {
  return [Buffer.from(`${start} nonce="`), nonce, Buffer.from(`"${end}`)]
}

function escapeAttribute(text: string): string {
  return text.replace(/[&"<>]/g, (c) => `&#${c.charCodeAt(0)};`)
}
