/**
 * An animated GIF as it is, without comments and whatever programs leave in it; undefined when it is
 * damaged or ends too early. (GIF89a, section 23 and following.)
 */
export function stripGif(gif: Buffer): Buffer | undefined {
  const kept: Buffer[] = []
  let at = 13 + tableBytes(gif[10] ?? 0)
  kept.push(gif.subarray(0, at))
  while (at < gif.length) {
    const start = at
    const sign = gif[at]
    if (sign === 0x3b) return Buffer.concat([...kept, gif.subarray(at, at + 1)])
    const body = bodyAt(gif, at)
    if (body === undefined) return undefined
    const end = blocksEnd(gif, body)
    if (end === undefined) return undefined
    at = end
    if (sign === 0x2c || isNeeded(gif, start)) kept.push(gif.subarray(start, end))
  }
  return undefined
}

/** An animated WebP as it is, without its Exif and XMP chunks; undefined when it is damaged. */
export function stripWebp(webp: Buffer): Buffer | undefined {
  const kept: Buffer[] = []
  let at = 12
  while (at + 8 <= webp.length) {
    const size = webp.readUInt32LE(at + 4)
    const end = at + 8 + size + (size % 2)
    if (at + 8 + size > webp.length) return undefined
    const name = webp.toString('latin1', at, at + 4)
    if (name === 'VP8X') kept.push(withoutFlags(webp.subarray(at, end)))
    else if (name !== 'EXIF' && name !== 'XMP ' && name !== 'ICCP')
      kept.push(webp.subarray(at, end))
    at = end
  }
  const body = Buffer.concat(kept)
  if (webp.readUInt32LE(4) + 8 > webp.length + 1) return undefined
  const head = Buffer.from(webp.subarray(0, 12))
  head.writeUInt32LE(body.length + 4, 4)
  return Buffer.concat([head, body])
}

/** Bytes of the colour table that these flags announce. */
const tableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)

/** Where the data blocks of the image or extension at `at` begin. */
function bodyAt(gif: Buffer, at: number): number | undefined {
  if (gif[at] === 0x2c) return at + 10 + tableBytes(gif[at + 9] ?? 0) + 1
  return gif[at] === 0x21 ? at + 2 : undefined
}

/** After the empty block that ends a chain of data blocks. */
function blocksEnd(gif: Buffer, from: number): number | undefined {
  let at = from
  while (at < gif.length) {
    const size = gif[at] ?? 0
    at += size + 1
    if (size === 0) return at
  }
  return undefined
}

/** Timing of a frame, and how often to repeat. */
function isNeeded(gif: Buffer, at: number): boolean {
  const label = gif[at + 1]
  if (label === 0xf9) return true
  return label === 0xff && gif.toString('latin1', at + 3, at + 14) === 'NETSCAPE2.0'
}

/** No colour profile (0x20), no Exif (0x08) and no XMP (0x04) are announced any more. */
function withoutFlags(chunk: Buffer): Buffer {
  const copy = Buffer.from(chunk)
  copy[8] = (copy[8] ?? 0) & ~0x2c
  return copy
}
