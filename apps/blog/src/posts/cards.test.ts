import { describe, expect, it, vi } from 'vitest'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { postTags, tags } from '@rose-ash/shared/db/models/blog-writing'
import { aPage, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const look = async (path: string) =>
  (await app.inject({ url: path, headers: { accept: 'text/html' } })).body

const hash = 'ab'.repeat(32)
const folder = hash.slice(0, 40)
const [tag] = await db.insert(tags).values({ slug: 'bread', name: 'Bread' }).returning()
await db.insert(mediaFiles).values({
  kind: 'image',
  hash,
  key: `${folder}/original.jpg`,
  name: 'loaf.jpg',
  contentType: 'image/jpeg',
  bytes: 1_000,
  width: 2_000,
  height: 1_000,
  placeholder: `4x3:${'a98'.repeat(12)}`,
  alt: 'A loaf on a board',
  variants: (['avif', 'webp', 'jpeg'] as const).flatMap((format) =>
    [400, 800].map((width) => ({
      format,
      width,
      height: width / 2,
      key: `${folder}/${width}.${format}`,
      bytes: 100,
    })),
  ),
})
const publishedAt = new Date('2026-11-20T08:00:00Z')
const posts = await Promise.all(
  [0, 1, 2].map((days) =>
    aPage(db, {
      type: 'post',
      image: `https://blog.rose-ash.example/media/files/${folder}/original.jpg`,
      publishedAt: new Date(publishedAt.getTime() - days * 86_400_000),
    }),
  ),
)
for (const { id } of posts) {
  await db.insert(postTags).values({ postId: id, tagId: tag?.id ?? '', position: 0 })
}

const picture = /<picture><source type="image\/avif" srcset="[^"]+ 400w, [^"]+ 800w" sizes="[^"]+">/
const pictures = (html: string) => html.match(new RegExp(picture, 'g'))?.length

describe('the cards of a list', () => {
  it.each([
    ['/', 3],
    ['/tags/bread', 3],
    ['/archive/2026-11', 3],
  ])(
    'show on %s what the library has in every size, with its room and its colours',
    async (path, count) => {
      const html = await look(path)

      expect(pictures(html)).toBe(count)
      expect(html).toContain('class="media-blur"')
      expect(html).toContain('alt="A loaf on a board" width="2000" height="1000"')
    },
  )

  it('load the first picture of the front page at once, and the others as they come into sight', async () => {
    const html = await look('/')

    expect(html.match(/fetchpriority="high"/g)?.length).toBe(1)
    expect(html.match(/decoding="async" loading="lazy"/g)?.length).toBe(2)
  })

  it('need one statement, pictures included; a post needs one, and one for the stories like it', async () => {
    const client = Reflect.get(app.db, '$client') as {
      query: (statement: { text: string }) => unknown
    }
    const asked = vi.spyOn(client, 'query')
    const counted: number[] = []
    await app.cache.purge(['posts', ...posts.map(({ id }) => `post:${id}`)])
    for (const path of ['/', `/${posts[0]?.slug}`]) {
      asked.mockClear()
      expect(pictures(await look(path))).toBeGreaterThan(0)
      counted.push(asked.mock.calls.filter(([{ text }]) => !text.includes('nav_items')).length)
    }
    asked.mockRestore()

    expect(counted).toEqual([1, 2])
  })
})
