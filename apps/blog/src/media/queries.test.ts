import { beforeAll, describe, expect, it } from 'vitest'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { products } from '@rose-ash/shared/db/models/market'
import { aPage, aVariant, testDatabase } from '@rose-ash/shared/testing'
import { findMediaByFolder } from '@rose-ash/shared/services/media/find-by-folder'
import { findMedia, findUsage, listMedia } from './queries.ts'

const { db } = await testDatabase()
const hashOf = (number: number) =>
  number.toString(16).padStart(64, '0').split('').toReversed().join('')

beforeAll(async () => {
  const names = Array.from({ length: 40 }, (_, index) => `leeks-${index}.jpg`)
  for (const [index, name] of [...names, '50%_off.pdf', 'tune.mp3'].entries()) {
    const isImage = name.endsWith('.jpg')
    const kind = isImage ? 'image' : name.endsWith('.mp3') ? 'audio' : 'file'
    const size = isImage ? { width: 10, height: 10, alt: `Bundle ${index}` } : {}
    const hash = hashOf(index + 1)
    const key = `${hash.slice(0, 40)}/original.jpg`
    await db
      .insert(mediaFiles)
      .values({ kind, hash, key, name, contentType: 'x', bytes: 1, ...size })
  }
})

const names = (files: { name: string }[]) => files.map(({ name }) => name)

describe('the library', () => {
  it('is listed newest first, page by page, each file once', async () => {
    const first = await listMedia(db)
    const second = await listMedia(db, { before: first.files.at(-1)?.id })

    expect([first.files.length, first.more]).toEqual([36, true])
    expect(names(first.files).slice(0, 3)).toEqual(['tune.mp3', '50%_off.pdf', 'leeks-39.jpg'])
    expect(second.more).toBe(false)
    expect(new Set(names([...first.files, ...second.files])).size).toBe(42)
  })

  it('is searched by all the words, in names and descriptions, and by kind', async () => {
    const found = async (words: string, kind?: 'image' | 'file') =>
      names((await listMedia(db, { words, kind })).files)

    expect(await found('LEEKS-7 bundle')).toEqual(['leeks-7.jpg'])
    expect(await found('leeks nowhere')).toEqual([])
    expect(await found('0%_o')).toEqual(['50%_off.pdf'])
    expect(await found('%')).toEqual(['50%_off.pdf'])
    expect(await found('', 'file')).toEqual(['50%_off.pdf'])
    expect(await found('leeks-7', 'file')).toEqual([])
  })

  it('finds files by id and by the folder in an address', async () => {
    const [tune, leaflet] = (await listMedia(db)).files
    if (!tune || !leaflet) throw new Error('there are files')
    const folders = [tune.hash.slice(0, 40), 'f'.repeat(40)]

    expect(names(await findMedia(db, [leaflet.id]))).toEqual(['50%_off.pdf'])
    expect(await findMedia(db, [])).toEqual([])
    expect([...(await findMediaByFolder(db, folders))]).toEqual([[folders[0], tune]])
  })

  it('knows every place that shows a file', async () => {
    const [tune] = (await listMedia(db)).files
    if (!tune) throw new Error('there are files')
    await aPage(db, { title: 'Soup', html: `<audio src="/media/files/${tune.key}">` })
    await aPage(db, { type: 'post', title: 'Choir', socialImage: `/media/files/${tune.key}` })
    await aPage(db, { title: 'Other', html: '<p>tune.mp3</p>' })
    await aVariant(db)
    await db
      .update(products)
      .set({ title: 'Loaf', image: `https://blog.example/media/files/${tune.key}` })

    const usage = await findUsage(db, tune)

    expect(usage.map(({ kind, title }) => [kind, title])).toEqual([
      ['page', 'Soup'],
      ['post', 'Choir'],
      ['product', 'Loaf'],
    ])
  })
})
