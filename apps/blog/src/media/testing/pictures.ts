import { randomBytes } from 'node:crypto'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { afterAll } from 'vitest'

/** A folder that goes when the test file's tests have run. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'media-test-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return folder
}

interface Photo {
  width?: number
  height?: number
  channels?: 3 | 4
}

/** A picture unlike every other: soft blotches of random colours. */
export function aPhoto({ width = 900, height = 600, channels = 3 }: Photo = {}): Sharp {
  const raw = { width: 8, height: 8, channels }
  return sharp(randomBytes(64 * channels), { raw }).resize(width, height, { fit: 'fill' })
}

/** A JPEG lying on its side, made in Wendle, with the place in it. */
export function aPhotoWithPlace(): Promise<Buffer> {
  return aPhoto({ width: 640, height: 480 })
    .withExif({
      IFD0: { Make: 'Wendle Cameras', Orientation: '6' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '51/1 30/1 3230/100',
        GPSLongitudeRef: 'W',
        GPSLongitude: '0/1 7/1 4366/100',
      },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
}

/** A PNG of a few kilobytes that says it is 30,000 pixels wide and high, and is. */
export function aBomb(side = 30_000): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const rows = deflateSync(Buffer.alloc(Math.ceil(side / 8 + 1) * side), { level: 9 })
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  size.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([size, body, sum])
}

/** A valid JPEG of so many bytes: the rest is in comments, which the format allows. */
export async function aHeavyJpeg(path: string, bytes: number): Promise<void> {
  const jpeg = await aPhoto({ width: 1_000, height: 700 }).jpeg().toBuffer()
  const file = await open(path, 'w')
  await file.write(jpeg.subarray(0, 2))
  let left = bytes - jpeg.length
  while (left > 4) {
    const size = Math.min(65_000, left - 4)
    const head = Buffer.from([0xff, 0xfe, 0, 0])
    head.writeUInt16BE(size + 2, 2)
    await file.write(Buffer.concat([head, randomBytes(size)]))
    left -= size + 4
  }
  await file.write(Buffer.concat([jpeg.subarray(2), Buffer.alloc(Math.max(0, left))]))
  await file.close()
}

/** Three frames that move, with a comment somebody left in them. */
export async function anAnimation(format: 'gif' | 'webp'): Promise<Buffer> {
  const colours = ['#a33', '#3a3', '#33a']
  const frames = await Promise.all(
    colours.map((background) =>
      sharp({ create: { width: 40, height: 30, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  )
  const moving = sharp(frames, { join: { animated: true } })
  if (format === 'gif') return withGifComment(await moving.gif().toBuffer())
  return moving
    .withExif({ IFD0: { Artist: 'a secret' } })
    .webp()
    .toBuffer()
}

function withGifComment(gif: Buffer): Buffer {
  const table = (gif[10] ?? 0) & 0x80 ? 3 * 2 ** (((gif[10] ?? 0) & 7) + 1) : 0
  const words = Buffer.from('a secret')
  const comment = Buffer.from([0x21, 0xfe, words.length, ...words, 0])
  return Buffer.concat([gif.subarray(0, 13 + table), comment, gif.subarray(13 + table)])
}

/** Writes an upload to be, and answers its path. */
export async function fileWith(folder: string, content: Buffer | string): Promise<string> {
  const path = join(folder, randomBytes(8).toString('hex'))
  await writeFile(path, content)
  return path
}
