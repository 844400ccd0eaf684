import { inflateSync } from 'node:zlib'

/**
 * The font in a WOFF file (W3C WOFF 1.0, 4 and 5) as its drawing programs know it (sfnt). A paper
 * would inflate it itself, every time and fifty times as slowly.
 */
export function openWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12)
  const head = Buffer.alloc(12 + 16 * count)
  const log = Math.floor(Math.log2(count))
  woff.copy(head, 0, 4, 8)
  head.writeUInt16BE(count, 4)
  head.writeUInt16BE(16 * 2 ** log, 6)
  head.writeUInt16BE(log, 8)
  head.writeUInt16BE(16 * count - 16 * 2 ** log, 10)
  const parts: Buffer[] = [head]
  let place = head.length
  for (let table = 0; table < count; table += 1) {
    const data = tableOf(woff, 44 + 20 * table)
    const entry = 12 + 16 * table
    woff.copy(head, entry, 44 + 20 * table, 48 + 20 * table)
    woff.copy(head, entry + 4, 60 + 20 * table, 64 + 20 * table)
    head.writeUInt32BE(place, entry + 8)
    head.writeUInt32BE(data.length, entry + 12)
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4)
    parts.push(data, padding)
    place += data.length + padding.length
  }
  return Buffer.concat(parts)
}

function tableOf(woff: Buffer, entry: number): Buffer {
  const offset = woff.readUInt32BE(entry + 4)
  const packed = woff.readUInt32BE(entry + 8)
  const data = woff.subarray(offset, offset + packed)
  return packed < woff.readUInt32BE(entry + 12) ? inflateSync(data) : data
}
