import { randomBytes } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

/** A PNG of this size, unlike every other: stripes of random colours. */
export function aPng(width: number, height: number): Buffer {
  const stripe = () => Buffer.concat([Buffer.of(0), Buffer.alloc(width * 3, randomBytes(3))])
  const rows = Array.from({ length: Math.ceil(height / 20) }, stripe)
  const lines = Array.from({ length: height }, (_, line) => rows[Math.floor(line / 20)] ?? stripe())
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A part of a PNG: its length, name, data and checksum. */
function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  size.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([size, body, sum])
}
