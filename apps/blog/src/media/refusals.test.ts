import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { createStorage } from '@rose-ash/shared/media'
import { testDatabase } from '@rose-ash/shared/testing'
import { maxBytes } from '@rose-ash/shared/services/media/errors'
import { storeMedia } from '@rose-ash/shared/services/media/store-media'
import {
  aBomb,
  aHeavyJpeg,
  anAnimation,
  aPhoto,
  fileWith,
  temporaryFolder,
} from './testing/pictures.ts'

const { db } = await testDatabase()
const folder = await temporaryFolder()
const dir = join(folder, 'kept')
const storage = createStorage({ dir })

const store = async (content: Buffer | string, name: string, more = {}) =>
  storeMedia(db, storage, { path: await fileWith(folder, content), name, ...more })

async function bytesOf(key: string): Promise<Buffer> {
  const found = await storage.read(key)
  if (!found) throw new Error(`${key} is not there`)
  return buffer(found.stream)
}

/** The folders that the storage has files in. */
async function foldersKept(): Promise<string[]> {
  return readdir(dir).catch(() => [])
}

describe('what is not taken', () => {
  const rowsAndFolders = async () => [await db.$count(mediaFiles), (await foldersKept()).length]

  async function refused(content: Buffer | string, name: string) {
    const before = await rowsAndFolders()
    const error: unknown = await store(content, name).catch((thrown: unknown) => thrown)
    expect(await rowsAndFolders()).toEqual(before)
    return error
  }

  it('is a small file that unpacks to 900 million pixels, and it is not unpacked', async () => {
    const bomb = aBomb()
    expect(bomb.length).toBeLessThan(200_000)
    const memory = process.memoryUsage().rss

    expect(await refused(bomb, 'bomb.png')).toMatchObject({
      code: 'too_many_pixels',
      status: 422,
      message:
        '“bomb.png” has more than 100 million pixels. Save it in a smaller size, then send it again.',
    })
    // Its pixels would take 2.7 GB; other tests of this process take some, too.
    expect(process.memoryUsage().rss - memory).toBeLessThan(500_000_000)
  })

  it('is a picture that ends in the middle', async () => {
    const jpeg = await aPhoto().jpeg().toBuffer()
    const gif = await anAnimation('gif')
    const half = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)

    for (const [bytes, name] of [
      [half(jpeg), 'half.jpg'],
      [half(await aPhoto().png().toBuffer()), 'half.png'],
      [half(await aPhoto().webp().toBuffer()), 'half.webp'],
      [half(gif), 'half.gif'],
      [half(await anAnimation('webp')), 'moving.webp'],
      [jpeg.subarray(0, 20), 'head.jpg'],
    ] as const) {
      expect(await refused(bytes, name)).toMatchObject({
        code: 'broken_picture',
        message: expect.stringContaining(`“${name}” is damaged or only half there.`),
      })
    }
  })

  it('is a page that calls itself a photo, or a picture browsers do not show', async () => {
    const html = '<!doctype html><script>alert(1)</script>'

    expect(await refused(html, 'photo.jpg')).toMatchObject({ code: 'not_what_it_says' })
    const tiff = await aPhoto({ width: 50, height: 50 }).tiff().toBuffer()
    expect(await refused(tiff, 'scan.tif')).toMatchObject({ code: 'unknown_picture' })
    expect(await refused('', 'empty.png')).toMatchObject({ code: 'empty_file' })
  })

  it('is a drawing too large to read through, or one without a size', async () => {
    const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`

    const large = await refused(svg(`<desc>${'x'.repeat(1_000_000)}</desc>`), 'a.svg')
    const sizeless = await refused(svg('<circle r="3"/>'), 'b.svg')

    expect(large).toMatchObject({ code: 'drawing_too_large', status: 413 })
    expect(sizeless).toMatchObject({ code: 'broken_picture' })
  })

  it('is larger than 50 MB', async () => {
    const path = join(folder, 'heavy')
    await aHeavyJpeg(path, maxBytes + 1)

    await expect(storeMedia(db, storage, { path, name: 'heavy.jpg' })).rejects.toMatchObject({
      code: 'file_too_large',
      status: 413,
    })
  })
})

describe('a drawing', () => {
  it('is kept without its script, and nothing else is made of it', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="80px" height="60" onload="alert(1)">' +
      '<script>alert(1)</script><circle r="3"/></svg>'

    const file = await store(svg, 'a.svg')

    expect(file).toMatchObject({ kind: 'image', width: 80, height: 60, variants: [] })
    expect(file.contentType).toBe('image/svg+xml')
    expect((await bytesOf(file.key)).toString()).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" width="80px" height="60"><circle r="3"></circle></svg>',
    )
  })
})

describe('other files', () => {
  it('of 50 MB are taken, and pictures are told by their bytes, not by their names', async () => {
    const path = join(folder, 'heavy')
    await aHeavyJpeg(path, maxBytes)

    const file = await storeMedia(db, storage, { path, name: 'notes.txt' })

    expect(file).toMatchObject({ kind: 'image', contentType: 'image/jpeg', width: 1000 })
    expect(file.bytes).toBeLessThan(1_000_000)
  })

  it('are kept as they are, and a page is only ever a download', async () => {
    const page = '<html><script>alert(1)</script></html>'

    const file = await store(page, 'page.html')

    expect(file).toMatchObject({ kind: 'file', contentType: 'application/octet-stream' })
    expect(file.key).toMatch(/^[0-9a-f]{40}\/original\.bin$/)
    expect((await bytesOf(file.key)).toString()).toBe(page)
  })

  it('may be called what their owner likes', async () => {
    const named = async (name: string, n: number) => (await store(`${n}`, name)).name

    expect(await named('🥕🧅 für Omas Suppe.pdf', 1)).toBe('🥕🧅 für Omas Suppe.pdf')
    expect(await named('../../etc/passwd', 2)).toBe('passwd')
    expect(await named('C:\\Windows\\..', 3)).toBe('file')
    expect(await named('a\u202Egpj.exe\u0000', 4)).toBe('agpj.exe')
    expect(await named('x'.repeat(300), 5)).toHaveLength(120)
  })
})
