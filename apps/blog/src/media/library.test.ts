import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { testDatabase } from '@rose-ash/shared/testing'
import { maxBytes } from '@rose-ash/shared/services/media/errors'
import { aForm, aSmallPicture as small, openLibrary, type Somebody } from './testing/library.ts'
import { aHeavyJpeg } from './testing/pictures.ts'

const { db, url } = await testDatabase()
const library = await openLibrary(db, url)
const { app, folder, somebody, send, look, post } = library

let author: Somebody
let other: Somebody
let editor: Somebody
beforeAll(async () => {
  author = await somebody('author')
  other = await somebody('author')
  editor = await somebody('editor')
})

describe('an upload', () => {
  it('is told to the editor with its address, size and id', async () => {
    const form = aForm([{ content: await small(), name: 'Drei Möhren 🥕.png' }], { alt: 'Carrots' })

    const response = await send(author, form)

    expect(response.statusCode).toBe(200)
    const [file] = await db.select().from(mediaFiles).where(eq(mediaFiles.id, response.json().id))
    expect(response.json()).toEqual({
      id: file?.id,
      url: `http://blog.rose-ash.localhost:8000/media/files/${file?.key}`,
      fileName: 'Drei Möhren 🥕.png',
      kind: 'image',
      width: 60,
      height: 40,
      alt: 'Carrots',
    })
    expect(file?.personId).toBe(author.id)
  })

  it('by the plain form leads to the file, or to the library when there are several', async () => {
    const one = await send(author, aForm([{ content: await small(), name: 'a.png' }]), 'text/html')
    const files = [
      { content: await small(), name: 'b.png' },
      { content: await small(), name: 'c.png' },
    ]
    const several = await send(author, aForm(files), 'text/html')

    expect(one.statusCode).toBe(303)
    expect(one.headers.location).toMatch(/^\/media\/[0-9a-f-]{36}$/)
    expect((await look(author, one.headers.location ?? '')).body).toContain(
      'Say what is to be seen',
    )
    expect([several.statusCode, several.headers.location]).toEqual([303, '/media'])
  })

  it('that is refused says why next to the form, and as problem+json to the script', async () => {
    const form = aForm([{ content: '<script>alert(1)</script>', name: 'photo.jpg' }])
    const before = await db.$count(mediaFiles)

    const [shown, told] = [await send(author, form, 'text/html'), await send(author, form)]

    expect([shown.statusCode, told.statusCode]).toEqual([415, 415])
    expect(shown.body).toContain(
      '“photo.jpg” is not what its name says.'.replaceAll(/[“”]/g, entity),
    )
    expect(shown.body).toContain('data-media-form')
    expect(told.json()).toMatchObject({ type: 'urn:rose-ash:not_what_it_says' })
    expect(await db.$count(mediaFiles)).toBe(before)
  })

  it('of a whole 50 MB is taken, and of a byte more is not', async () => {
    const path = join(folder, 'heavy')
    await aHeavyJpeg(path, maxBytes)
    const content = await readFile(path)

    const taken = await send(author, aForm([{ content, name: 'heavy.jpg' }]))
    const larger = Buffer.concat([content, Buffer.from('x')])
    const refused = await send(author, aForm([{ content: larger, name: 'heavier.jpg' }]))

    expect([taken.statusCode, taken.json().width]).toEqual([200, 1000])
    expect([refused.statusCode, refused.json().type]).toEqual([413, 'urn:rose-ash:file_too_large'])
  })

  it('without a file, or that is no form, is refused', async () => {
    expect((await send(author, aForm([]))).statusCode).toBe(400)
    const json = { ...author.headers, 'content-type': 'application/json' }
    const response = await app.inject({
      method: 'POST',
      url: '/media',
      payload: '{}',
      headers: json,
    })
    expect(response.statusCode).toBe(400)
  })
})

const entity = (sign: string) => `&#${sign.codePointAt(0)};`

describe('who may use the library', () => {
  it.each([
    ['a member', [], [403, 403, 403]],
    ['an author', ['author'], [200, 200, 200]],
    ['an editor', ['editor'], [200, 200, 200]],
    ['an administrator', ['admin'], [200, 200, 200]],
  ] as const)('%s is answered by role', async (_name, wanted, statuses) => {
    const who = await somebody(...wanted)
    const file = await library.aFileOf(author)
    const before = await db.$count(mediaFiles)

    const sent = await send(who, aForm([{ content: await small(), name: 'a.png' }]))
    const seen = [await look(who, '/media'), await look(who, `/media/${file.id}`)]

    expect([sent, ...seen].map(({ statusCode }) => statusCode)).toEqual(statuses)
    expect(await db.$count(mediaFiles)).toBe(before + (wanted.length > 0 ? 1 : 0))
  })

  it('a stranger is led to sign in, and their file is not taken', async () => {
    const before = await db.$count(mediaFiles)

    const sent = await send(undefined, aForm([{ content: await small(), name: 'a.png' }]))
    const seen = await app.inject({ url: '/media', headers: { accept: 'text/html' } })

    expect([sent.statusCode, seen.statusCode]).toEqual([401, 303])
    expect(await db.$count(mediaFiles)).toBe(before)
  })

  it('authors change and delete what is theirs, editors everything', async () => {
    const words = { alt: 'Leeks', caption: 'From Tom' }
    const mine = await library.aFileOf(author)
    const kept = async () =>
      (await db.select().from(mediaFiles).where(eq(mediaFiles.id, mine.id)))[0]

    const foreign = [
      await post(other, `/media/${mine.id}`, words),
      await post(other, `/media/${mine.id}/deletion`),
    ]
    expect(foreign.map(({ statusCode }) => statusCode)).toEqual([403, 403])
    expect(await kept()).toMatchObject({ alt: '', caption: '' })
    expect((await look(other, `/media/${mine.id}`)).body).not.toContain(
      '<button class="button">Save',
    )

    expect((await post(author, `/media/${mine.id}`, words)).statusCode).toBe(303)
    expect(await kept()).toMatchObject(words)
    expect((await post(editor, `/media/${mine.id}`, { ...words, alt: 'Four' })).statusCode).toBe(
      303,
    )
    expect((await post(editor, `/media/${mine.id}/deletion`)).statusCode).toBe(303)
    expect(await kept()).toBeUndefined()
  })
})
