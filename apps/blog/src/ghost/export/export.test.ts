import { describe, expect, it } from 'vitest'
import { roles } from '@rose-ash/shared/db/models/account'
import { authors, posts } from '@rose-ash/shared/db/models/blog'
import { coAuthors, postTags, tags } from '@rose-ash/shared/db/models/blog-writing'
import {
  aPage,
  aPerson,
  signedIn,
  testApp,
  testConfig,
  testDatabase,
} from '@rose-ash/shared/testing'
import { createBlog } from '../../app.ts'
import { GhostPost } from '../client/schemas.ts'
import { aGhostDocument } from '../testing/ghost-world.ts'

const { db, url: databaseUrl } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl }))
const admin = await aPerson(db)
await db.insert(roles).values({ personId: admin.id, role: 'admin' })

type Row = Record<string, unknown>

describe('the export for a Ghost', () => {
  it('has everything that is written, in the tables of a Ghost', async () => {
    const image = '/media/files/0123456789012345678901234567890123456789/original.png'
    const lexical = JSON.parse(
      aGhostDocument('All about rye', image),
    ) as typeof posts.$inferInsert.lexical
    const words = {
      type: 'post',
      title: 'Rye',
      slug: 'rye',
      image,
      imageCaption: 'A <loaf>',
      seoTitle: 'Rye!',
    } as const
    const post = await aPage(db, {
      ...words,
      html: `<img src="${image}">`,
      ...(lexical ? { lexical } : {}),
    })
    const [tag] = await db.insert(tags).values({ slug: 'bread', name: 'Bread' }).returning()
    const [second] = await db.insert(authors).values({ slug: 'second', name: 'Second' }).returning()
    await db.insert(postTags).values({ postId: post.id, tagId: String(tag?.id), position: 0 })
    await db
      .insert(coAuthors)
      .values({ postId: post.id, authorId: String(second?.id), position: 1 })
    const { authorId } = post
    const many = Array.from({ length: 230 }, (_, n) => ({
      type: 'post' as const,
      slug: `p-${n}`,
      title: `P ${n}`,
      authorId,
    }))
    await db.insert(posts).values(many)

    const answer = await app.inject({
      url: '/ghost/export.json',
      headers: await signedIn(app, admin),
    })

    const {
      db: [site],
    } = answer.json<{ db: { data: Record<string, Row[]> }[] }>()
    const {
      posts: rows = [],
      posts_meta: metas = [],
      posts_tags: tagged = [],
      posts_authors: by = [],
      users = [],
    } = site?.data ?? {}
    const rye = rows.find(({ slug }) => slug === 'rye')
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename="ghost-\d{4}-\d\d-\d\d\.json"$/,
    )
    expect(rows).toHaveLength(231)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(231)
    expect(GhostPost.safeParse({ ...rye, featured: false }).success).toBe(true)
    expect(rye).toMatchObject({
      status: 'published',
      feature_image: `http://blog.rose-ash.localhost:8000${image}`,
    })
    expect(rye?.lexical).toContain(`"http://blog.rose-ash.localhost:8000${image}"`)
    expect(rye?.html).toBe(`<img src="http://blog.rose-ash.localhost:8000${image}">`)
    expect(metas.find(({ post_id: id }) => id === rye?.id)).toMatchObject({
      meta_title: 'Rye!',
      feature_image_caption: 'A &lt;loaf&gt;',
    })
    expect(tagged).toMatchObject([{ post_id: rye?.id, sort_order: 0 }])
    expect(
      by
        .filter(({ post_id: id }) => id === rye?.id)
        .map(({ author_id: id }) => users.find((user) => user.id === id)?.slug),
    ).toEqual([expect.stringMatching(/^page-/) as string, 'second'])
  })

  it('is for administrators alone', async () => {
    const headers = await signedIn(app, await aPerson(db))

    expect((await app.inject({ url: '/ghost/export.json', headers })).statusCode).toBe(403)
    expect((await app.inject({ url: '/ghost/export.json' })).statusCode).toBe(401)
  })
})
