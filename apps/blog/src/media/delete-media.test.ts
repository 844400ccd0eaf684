import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { aPage, testDatabase } from '@rose-ash/shared/testing'
import { storeMedia } from '@rose-ash/shared/services/media/store-media'
import { aSmallPicture, openLibrary, type Somebody } from './testing/library.ts'
import { fileWith } from './testing/pictures.ts'

const { db, url } = await testDatabase()
const library = await openLibrary(db, url)
const { app, folder, somebody, look, post } = library
let author: Somebody
beforeAll(async () => {
  author = await somebody('author')
})

describe('deleting a file', () => {
  it('is refused while a story shows it, in its text or as its picture', async () => {
    const file = await library.aFileOf(author)
    const html = `<figure><img src="https://old.example/media/files/${file.key}"></figure>`
    const story = await aPage(db, { title: 'Leeks', html })
    await aPage(db, { title: 'Soup', status: 'draft', image: `/media/files/${file.key}` })

    const asked = await look(author, `/media/${file.id}/deletion`)
    const refused = await post(author, `/media/${file.id}/deletion`)

    expect(asked.body).toContain('This file is in use')
    expect(refused.statusCode).toBe(409)
    for (const title of ['Leeks', 'Soup']) expect(refused.body).toContain(title)
    expect(await db.$count(mediaFiles, eq(mediaFiles.id, file.id))).toBe(1)
    expect(await app.mediaStorage.has(file.key)).toBe(true)
    expect(story.html).toBe(html)
  })

  it('asks first, then takes every size of it out of the storage', async () => {
    const file = await library.aFileOf(author)
    const bystander = await library.aFileOf(author)
    const keys = [file.key, ...file.variants.map(({ key }) => key)]

    expect((await look(author, `/media/${file.id}/deletion`)).body).toContain('Delete this file?')
    expect((await post(author, `/media/${file.id}/deletion`)).headers.location).toBe('/media')

    const left = async () =>
      (await Promise.all(keys.map((key) => app.mediaStorage.has(key)))).filter(Boolean)
    await expect.poll(left, { timeout: 60_000 }).toEqual([])
    expect(await app.mediaStorage.has(bystander.key)).toBe(true)
    expect((await look(author, `/media/${file.id}`)).statusCode).toBe(404)
  })

  it('leaves the files of whoever brings the same one again meanwhile', async () => {
    const content = await aSmallPicture()
    const path = await fileWith(folder, content)
    const storeIt = () =>
      storeMedia(db, app.mediaStorage, { path, name: 'a.png', personId: author.id })
    let file = await storeIt()

    for (let round = 0; round < 5; round += 1) {
      const [deleted, again] = await Promise.all([
        post(author, `/media/${file.id}/deletion`),
        storeIt(),
      ])
      expect(deleted.statusCode).toBe(303)
      const [row] = await db.select().from(mediaFiles).where(eq(mediaFiles.hash, file.hash))
      file = row ?? (await storeIt())
      expect(again.hash).toBe(file.hash)
    }

    await expect.poll(() => jobsLeft(), { timeout: 60_000 }).toBe(0)
    for (const { key } of [file, ...file.variants])
      expect(await app.mediaStorage.has(key)).toBe(true)
  })
})

async function jobsLeft(): Promise<number> {
  const { rows } = await db.execute<{ left: string }>(
    `select count(*) as left from graphile_worker.jobs where task_identifier = 'remove-media-files'`,
  )
  return Number(rows[0]?.left)
}
