import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { testDatabase } from '@rose-ash/shared/testing'
import type { MediaFile } from './queries.ts'
import { storeMedia } from '@rose-ash/shared/services/media/store-media'
import { openLibrary } from './testing/library.ts'
import { aPhoto, fileWith } from './testing/pictures.ts'

const { db, url } = await testDatabase()
const { app, folder } = await openLibrary(db, url)

let photo: MediaFile
let tune: MediaFile
let page: MediaFile
const sound = Buffer.concat([Buffer.from('ID3'), Buffer.alloc(997, 'abcdefghij')])

async function store(content: Buffer | string, name: string): Promise<MediaFile> {
  return storeMedia(db, app.mediaStorage, { path: await fileWith(folder, content), name })
}

beforeAll(async () => {
  photo = await store(await aPhoto({ width: 60, height: 40 }).jpeg().toBuffer(), 'a.jpg')
  tune = await store(sound, 'tune.mp3')
  page = await store('<script>alert(1)</script>', 'Rote „Bete“.html')
})

const get = (file: { key: string }, headers = {}, method: 'GET' | 'HEAD' = 'GET') =>
  app.inject({ method, url: `/media/files/${file.key}`, headers })

describe('a file of the library', () => {
  it('is everybody’s to see, may be kept for ever, and can do nothing', async () => {
    const { statusCode, headers, rawPayload } = await get(photo)

    expect(statusCode).toBe(200)
    expect(rawPayload).toHaveLength(photo.bytes)
    expect(headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(photo.bytes),
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*; sandbox$/),
    })
    expect(headers['content-disposition']).toBeUndefined()
  })

  it('is not sent again to who has it', async () => {
    const { headers } = await get(photo)

    const again = await get(photo, { 'if-none-match': `"x", W/${headers.etag}` })

    expect([again.statusCode, again.body]).toEqual([304, ''])
    expect((await get(photo, { 'if-none-match': '"other"' })).statusCode).toBe(200)
  })

  it('tells its size without its bytes', async () => {
    const { statusCode, headers, body } = await get(tune, {}, 'HEAD')

    expect([statusCode, headers['content-length'], body]).toEqual([200, '1000', ''])
  })

  it.each([
    ['bytes=0-9', 206, 'bytes 0-9/1000', 0, 10],
    ['bytes=990-', 206, 'bytes 990-999/1000', 990, 10],
    ['bytes=-5', 206, 'bytes 995-999/1000', 995, 5],
    ['bytes=990-5000', 206, 'bytes 990-999/1000', 990, 10],
    ['bytes=1000-', 416, 'bytes */1000', 0, 0],
    ['bytes=-0', 416, 'bytes */1000', 0, 0],
    ['bytes=9-2', 200, undefined, 0, 1000],
    ['bytes=0-1,5-6', 200, undefined, 0, 1000],
    ['lines=1-2', 200, undefined, 0, 1000],
  ])('is sent as a player asks for %s', async (range, status, contentRange, from, length) => {
    const { statusCode, headers, rawPayload } = await get(tune, { range })

    expect([statusCode, headers['content-range']]).toEqual([status, contentRange])
    expect(rawPayload.equals(sound.subarray(from, from + length))).toBe(true)
  })

  it('is sent whole when the part that is asked for is of another file', async () => {
    const headers = { range: 'bytes=0-9', 'if-range': '"other"' }

    expect((await get(tune, headers)).rawPayload).toHaveLength(1000)
  })

  it('that browsers do not show is a download by its own name, never a page', async () => {
    const { headers, body } = await get(page)

    expect(body).toBe('<script>alert(1)</script>')
    expect(headers['content-type']).toBe('application/octet-stream')
    expect(headers['content-disposition']).toBe(
      `attachment; filename="Rote _Bete_.html"; filename*=UTF-8''Rote%20%E2%80%9EBete%E2%80%9C.html`,
    )
  })

  it('that is not there is not found, and that is not kept for ever', async () => {
    const missing = await get({ key: `${'0'.repeat(40)}/480.avif` })

    expect(missing.statusCode).toBe(404)
    expect(missing.headers['cache-control']).toBe('no-store')
    expect(missing.headers.etag).toBeUndefined()
  })

  it.each(['../../etc/passwd', '%2e%2e/%2e%2e/etc/passwd', `${'0'.repeat(40)}/..%2fpasswd`, 'a/b'])(
    'is not looked for under %s',
    async (key) => {
      expect([400, 404]).toContain((await get({ key })).statusCode)
    },
  )

  it('of every type we keep has one that is no page', async () => {
    const files = await db.select().from(mediaFiles).where(eq(mediaFiles.kind, 'image'))

    for (const { key } of files.flatMap((file) => [file, ...file.variants])) {
      expect((await get({ key })).headers['content-type']).toMatch(/^image\//)
    }
  })
})
