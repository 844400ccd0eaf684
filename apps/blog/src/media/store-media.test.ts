import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { createStorage } from '@rose-ash/shared/media'
import { aPerson, testDatabase } from '@rose-ash/shared/testing'
import type { MediaFile } from './queries.ts'
import { storeMedia } from '@rose-ash/shared/services/media/store-media'
import {
  anAnimation,
  aPhoto,
  aPhotoWithPlace,
  fileWith,
  temporaryFolder,
} from './testing/pictures.ts'

const { db } = await testDatabase()
const folder = await temporaryFolder()
const dir = join(folder, 'kept')
const storage = createStorage({ dir })

const store = async (content: Buffer | string, name: string, more = {}) =>
  storeMedia(db, storage, { path: await fileWith(folder, content), name, ...more })

const keysOf = ({ key, variants }: MediaFile) => [key, ...variants.map((one) => one.key)]

async function bytesOf(key: string): Promise<Buffer> {
  const found = await storage.read(key)
  if (!found) throw new Error(`${key} is not there`)
  return buffer(found.stream)
}

/** The folders that the storage has files in. */
async function foldersKept(): Promise<string[]> {
  return readdir(dir).catch(() => [])
}

describe('a photo', () => {
  it('is kept in every width that is not larger than itself, in three formats', async () => {
    const file = await store(await aPhoto({ width: 1300, height: 867 }).jpeg().toBuffer(), 'a.jpg')

    expect(file).toMatchObject({ kind: 'image', contentType: 'image/jpeg', name: 'a.jpg' })
    expect([file.width, file.height]).toEqual([1300, 867])
    expect(file.variants.map(({ format, width, height }) => [format, width, height])).toEqual(
      [
        [480, 320],
        [800, 534],
        [1200, 800],
        [1300, 867],
      ].flatMap(([width, height]) =>
        ['avif', 'webp', 'jpeg'].map((format) => [format, width, height]),
      ),
    )
    for (const { key, format, width, height, bytes } of file.variants) {
      const found = await bytesOf(key)
      const is = await sharp(found).metadata()
      expect([is.format, is.width, is.height]).toEqual([
        format === 'avif' ? 'heif' : format,
        width,
        height,
      ])
      expect(found.length).toBe(bytes)
    }
    expect(file.placeholder).toMatch(/^4x3:[0-9a-f]{36}$/)
    expect((await bytesOf(file.key)).length).toBe(file.bytes)
  })

  it('stands upright and says nowhere where it was taken', async () => {
    const sent = await aPhotoWithPlace()
    expect((await sharp(sent).metadata()).exif?.toString('latin1')).toContain('Wendle')

    const file = await store(sent, 'garden.jpg')

    expect([file.width, file.height]).toEqual([480, 640])
    for (const key of keysOf(file)) {
      const bytes = await bytesOf(key)
      const { exif, xmp, iptc, icc, orientation, width, height } = await sharp(bytes).metadata()
      expect([exif, xmp, iptc, icc, orientation]).toEqual(Array(5).fill(undefined))
      expect(bytes.includes('Wendle') || bytes.includes('Exif')).toBe(false)
      expect([width, height]).toEqual([480, 640])
    }
  })

  it('that is seen through stays so: PNG instead of JPEG, and no colours behind it', async () => {
    const seen = await aPhoto({ width: 300, height: 300, channels: 4 }).png().toBuffer()
    const solid = await aPhoto({ width: 300, height: 300 }).ensureAlpha().png().toBuffer()

    const [clear, opaque] = [await store(seen, 'a.png'), await store(solid, 'b.png')]

    expect(clear.variants.map(({ format }) => format)).toEqual(['avif', 'webp', 'png'])
    expect(clear.placeholder).toBeNull()
    expect(opaque.variants.map(({ format }) => format)).toEqual(['avif', 'webp', 'jpeg'])
    for (const { key } of clear.variants) {
      expect((await sharp(await bytesOf(key)).metadata()).hasAlpha).toBe(true)
    }
  })

  it('as tall as a whole page has no WebP above what WebP can be', async () => {
    const file = await store(await aPhoto({ width: 500, height: 17_000 }).png().toBuffer(), 'a.png')

    const made = file.variants.map(({ format, height }) => [format, height])
    expect(made).toEqual([
      ['jpeg', 16_320],
      ['jpeg', 17_000],
    ])
  })

  it.each(['gif', 'webp'] as const)(
    'that moves as %s goes on moving, without a word',
    async (format) => {
      const sent = await anAnimation(format)
      expect(sent.includes('a secret')).toBe(true)

      const file = await store(sent, `a.${format}`)

      const kept = await bytesOf(file.key)
      expect(kept.includes('a secret')).toBe(false)
      expect((await sharp(kept, { animated: true }).metadata()).pages).toBe(3)
      const pixels = (bytes: Buffer) => sharp(bytes, { animated: true }).raw().toBuffer()
      expect((await pixels(kept)).equals(await pixels(sent))).toBe(true)
      expect(file).toMatchObject({ width: 40, height: 30, variants: [] })
    },
  )
})

describe('the same file', () => {
  it('brought by two people at once is one row and one set of files', async () => {
    const photo = await aPhoto().jpeg().toBuffer()
    const [ada, tom] = [await aPerson(db), await aPerson(db)]
    const before = (await foldersKept()).length

    const [one, other] = await Promise.all([
      store(photo, 'ada.jpg', { personId: ada.id }),
      store(photo, 'tom.jpg', { personId: tom.id }),
    ])

    expect(one.id).toBe(other.id)
    expect(await foldersKept()).toHaveLength(before + 1)
    const folder = one.hash.slice(0, 40)
    const found = (await readdir(join(dir, folder))).map((name) => `${folder}/${name}`)
    expect(new Set(found)).toEqual(new Set(keysOf(one)))
  })

  it('brought again keeps its words, and gets those it had none of', async () => {
    const photo = await aPhoto().png().toBuffer()
    const first = await store(photo, 'first.png', { caption: 'Leeks' })

    const again = await store(photo, 'again.png', { alt: 'Three leeks', caption: 'Other' })

    expect(again).toMatchObject({ id: first.id, name: 'first.png' })
    expect(again).toMatchObject({ alt: 'Three leeks', caption: 'Leeks' })
  })
})
