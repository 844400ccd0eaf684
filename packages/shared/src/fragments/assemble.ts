import type { ServerResponse } from 'node:http'
import type { Shown } from './fragment-client.ts'
import { NONCE_LENGTH } from './random-words.ts'
import type { PageParts } from './rendering.ts'

/**
 * A page that is complete but for its nonce. Its pieces are shared by all who see it, and sent as
 * they are: 30 kB made and collected for every response cost more than all the rest, and memory
 * used again for another page would be one mistake away from showing what is another's. So nothing
 * may ever write into them.
 */
export interface Page {
  readonly pieces: readonly Piece[]
  readonly byteLength: number
}

const nonceHole = Symbol('nonce')
/** Text is short and has one byte in each character, as `latin1` writes it. */
type Piece = Buffer | string | typeof nonceHole

/**
 * Fills the holes of a page.
 *
 * @param shown in the order of the page's fragments.
 */
export function assemble({ body, note }: PageParts, shown: readonly Shown[]): Page {
  const pieces: Piece[] = []
  let from = 0
  for (const { at, what } of note.holes) {
    if (at > from) pieces.push(body.subarray(from, at))
    if (what === 'nonce') pieces.push(nonceHole)
    else if (what === 'assets') pieces.push(...assetTags(shown))
    else pieces.push(shown[what]?.body ?? nothing)
    from = at
  }
  pieces.push(body.subarray(from))
  return pageOf(pieces)
}

/** What comes before the last nonce is sent as text, with the headers, while it has so many bytes. */
const TEXT_BYTES = 4_096

/** The same page in as few pieces as it can have, for one that many will be sent. */
export function merge({ pieces }: Page): Page {
  const merged: Piece[] = []
  let bytes: Buffer[] = []
  for (const piece of pieces) {
    if (piece === nonceHole) {
      merged.push(textual(Buffer.concat(bytes)), nonceHole)
      bytes = []
    } else bytes.push(bufferOf(piece))
  }
  return pageOf([...merged, Buffer.concat(bytes)])
}

/** All of the page, with its nonce. */
export function bytesOf({ pieces, byteLength }: Page, nonce: string): Buffer {
  const whole = pieces.map((piece) => bufferOf(piece === nonceHole ? nonce : piece))
  return Buffer.concat(whole, byteLength)
}

/** Sends all of the page as the end of the response, in one call of the system. */
export function endWith({ pieces }: Page, nonce: string, response: ServerResponse): void {
  let text = ''
  response.cork()
  for (const piece of pieces) {
    if (piece === nonceHole) text += nonce
    else if (typeof piece === 'string') text += piece
    else {
      if (text !== '') response.write(text, 'latin1')
      response.write(piece)
      text = ''
    }
  }
  response.end(text, 'latin1')
  response.uncork()
}

const textual = (bytes: Buffer): Piece =>
  bytes.length <= TEXT_BYTES ? bytes.toString('latin1') : bytes

const bufferOf = (piece: Buffer | string): Buffer =>
  typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece

const nothing = Buffer.alloc(0)

function pageOf(pieces: readonly Piece[]): Page {
  let byteLength = 0
  for (const piece of pieces) byteLength += piece === nonceHole ? NONCE_LENGTH : piece.length
  return { pieces, byteLength }
}

/** Each file once, however many fragments need it. */
function assetTags(shown: readonly Shown[]): Piece[] {
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

function tag(start: string, end: string): Piece[] {
  return [Buffer.from(`${start} nonce="`), nonceHole, Buffer.from(`"${end}`)]
}

function escapeAttribute(text: string): string {
  return text.replace(/[&"<>]/g, (c) => `&#${c.charCodeAt(0)};`)
}
