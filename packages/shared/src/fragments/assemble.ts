import type { Shown } from './fragment-client.ts'
import { createNonce, NONCE_LENGTH } from './random-words.ts'
import type { LentPage, PageMemory } from './page-memory.ts'
import type { PageParts } from './rendering.ts'

/**
 * Fills the holes of a page.
 *
 * @param shown in the order of the page's fragments.
 */
export function assemble(
  { body, note }: PageParts,
  shown: readonly Shown[],
  memory: PageMemory,
): LentPage {
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
  return join(segments, memory)
}

/** Writes a new nonce into the page. */
export function stamp({ bytes, nonceAt }: LentPage): string {
  const nonce = createNonce()
  for (const at of nonceAt) bytes.write(nonce, at, 'latin1')
  return nonce
}

const nonce = Symbol('nonce')
const nothing = Buffer.alloc(0)
type Segment = Buffer | typeof nonce

function join(segments: readonly Segment[], memory: PageMemory): LentPage {
  let length = 0
  for (const segment of segments) length += segment === nonce ? NONCE_LENGTH : segment.length
  const { piece, giveBack } = memory.lend(length)
  const nonceAt: number[] = []
  let at = 0
  for (const segment of segments) {
    if (segment === nonce) nonceAt.push(at)
    at += segment === nonce ? NONCE_LENGTH : segment.copy(piece, at)
  }
  return { bytes: piece.subarray(0, length), nonceAt, giveBack }
}

/** Each file once, however many fragments need it. */
function assetTags(shown: readonly Shown[]): Segment[] {
  const css = new Set(shown.flatMap(({ note }) => note.css))
  const js = new Set(shown.flatMap(({ note }) => note.js))
  return [
    ...[...css].flatMap((url) => tag(`<link rel="stylesheet" href="${escapeAttribute(url)}"`, '>')),
    ...[...js].flatMap((url) =>
      tag(`<script type="module" src="${escapeAttribute(url)}"`, '></script>'),
    ),
  ]
}

function tag(start: string, end: string): Segment[] {
  return [Buffer.from(`${start} nonce="`), nonce, Buffer.from(`"${end}`)]
}

function escapeAttribute(text: string): string {
  return text.replace(/[&"<>]/g, (c) => `&#${c.charCodeAt(0)};`)
}
