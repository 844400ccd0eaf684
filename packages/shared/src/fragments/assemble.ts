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
type Piece = Buffer | typeof nonceHole

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

/** The same page in as few pieces as it can have, for one that many will be sent. */
export function merge({ pieces }: Page): Page {
  const merged: Piece[] = []
  let neighbours: Buffer[] = []
  for (const piece of pieces) {
    if (piece !== nonceHole) neighbours.push(piece)
    else {
      merged.push(Buffer.concat(neighbours), nonceHole)
      neighbours = []
    }
  }
  return pageOf([...merged, Buffer.concat(neighbours)])
}

/** All of the page, with its nonce. */
export function bytesOf({ pieces, byteLength }: Page, nonce: string): Buffer {
  const nonceBytes = Buffer.from(nonce, 'latin1')
  return Buffer.concat(
    pieces.map((piece) => (piece === nonceHole ? nonceBytes : piece)),
    byteLength,
  )
}

/** Sends all of the page as the end of the response, in one call of the system. */
export function endWith({ pieces }: Page, nonce: string, response: ServerResponse): void {
  const nonceBytes = Buffer.from(nonce, 'latin1')
  response.cork()
  for (const piece of pieces) response.write(piece === nonceHole ? nonceBytes : piece)
  response.end()
  response.uncork()
}

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
