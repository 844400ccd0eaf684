import { describe, expect, it } from 'vitest'
import type { posts } from '@rose-ash/shared/db/models/blog'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { newsletters, subscriptions } from '@rose-ash/shared/db/models/blog-newsletters'
import { postTags, slugHistory, tags } from '@rose-ash/shared/db/models/blog-writing'
import {
  aPage,
  aPerson,
  signedIn,
  testApp,
  testConfig,
  testDatabase,
} from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { relatedPosts } from './chosen.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))

const aPost = (values: Partial<typeof posts.$inferInsert>) => aPage(db, { type: 'post', ...values })
const look = (path: string, headers: Record<string, string> = {}) =>
  app.inject({ url: path, headers: { accept: 'text/html', ...headers } })

const secret = '<p>For all.</p><div class="kg-paywall"></div><p>The secret of the crust.</p>'

describe('an address that a post once had', () => {
  it('leads to where it is now, for good, with its query', async () => {
    const { id, slug } = await aPost({})
    await db.insert(slugHistory).values({ slug: 'once-here', postId: id })

    const { statusCode, headers } = await look('/once-here?from=feed')

    expect([statusCode, headers.location]).toEqual([301, `/${slug}?from=feed`])
  })

  it('leads nowhere while the post is not published', async () => {
    const { id } = await aPost({ status: 'draft' })
    await db.insert(slugHistory).values({ slug: 'not-yet-there', postId: id })

    expect((await look('/not-yet-there')).statusCode).toBe(404)
  })
})

describe('a post for members', () => {
  it('ends at its wall for strangers, and nobody’s copy of it is shown to another', async () => {
    const { slug } = await aPost({ html: secret, plaintext: 'x', visibility: 'members' })
    const member = await signedIn(app, await aPerson(db))

    const bodies: string[] = []
    for (const headers of [{}, member, {}, member])
      bodies.push((await look(`/${slug}`, headers)).body)

    expect(bodies.map((body) => body.includes('The secret of the crust'))).toEqual([
      false,
      true,
      false,
      true,
    ])
    expect(bodies[0]).toContain('For all.')
    expect(bodies[0]).toContain(`/auth/login?return_to=%2F${slug}`)
    expect(bodies[1]).not.toContain('/auth/login?return_to')
  })

  it('without a wall in it shows its first paragraph', async () => {
    const html = '<p>First.</p><p>Second.</p>'
    const { slug } = await aPost({ html, visibility: 'members' })

    const { body } = await look(`/${slug}`)

    expect([body.includes('First.'), body.includes('Second.')]).toEqual([true, false])
  })

  it('is in no feed, search or excerpt beyond its wall', async () => {
    await aPost({
      title: 'Walled',
      html: secret,
      plaintext: 'For all. The secret of the crust.',
      visibility: 'members',
    })

    const bodies = await Promise.all(
      ['/rss.xml', '/feed.json', '/search?q=crust', '/search?q=walled', '/'].map(
        async (path) => (await look(path)).body,
      ),
    )

    expect(bodies.map((body) => body.includes('secret of the'))).toEqual(bodies.map(() => false))
    expect(bodies[3]).toContain('Walled')
  })

  it('for readers of the newsletter opens to who has it, and to no other member', async () => {
    const { slug } = await aPost({ html: secret, visibility: 'newsletter' })
    const [reader, other] = [await aPerson(db), await aPerson(db)]
    const [letter] = await db.insert(newsletters).values({ slug: 'news', name: 'News' }).returning()
    const newsletterId = letter?.id ?? ''
    await db.insert(subscriptions).values({ newsletterId, personId: reader.id })

    const [theirs, others] = [
      await look(`/${slug}`, await signedIn(app, reader)),
      await look(`/${slug}`, await signedIn(app, other)),
    ]

    expect(theirs.body).toContain('The secret of the crust')
    expect(others.body).not.toContain('The secret of the crust')
    expect(others.body).toContain('readers of our newsletter')
  })
})

describe('a post', () => {
  it('tells other sites what to show of it', async () => {
    const { slug } = await aPost({
      title: 'Rye',
      seoTitle: 'Rye bread',
      socialDescription: 'Dark & good',
      image: '/media/files/rye.jpg',
      canonicalUrl: 'https://elsewhere.example/rye',
    })

    const { body } = await look(`/${slug}`)

    expect(body).toContain('<title>Rye bread ·')
    expect(body).toContain('<link rel="canonical" href="https://elsewhere.example/rye">')
    expect(body).toContain('<meta property="og:description" content="Dark &amp; good">')
    expect(body).toMatch(/<meta property="og:image" content="http[^"]+\/media\/files\/rye.jpg">/)
  })

  it('shows its picture in the sizes that the library has', async () => {
    const hash = 'a'.repeat(64)
    const key = `${'a'.repeat(40)}/original.jpg`
    const variant = {
      format: 'avif' as const,
      width: 800,
      height: 400,
      key: `${'a'.repeat(40)}/800.avif`,
      bytes: 1,
    }
    await db.insert(mediaFiles).values({
      kind: 'image',
      hash,
      key,
      name: 'rye.jpg',
      contentType: 'image/jpeg',
      bytes: 1,
      width: 800,
      height: 400,
      variants: [variant],
    })
    const { slug } = await aPost({ image: `/media/files/${key}`, imageAlt: 'Rye' })

    const { body } = await look(`/${slug}`)

    expect(body).toContain(`<source type="image/avif" srcset="/media/files/${variant.key} 800w"`)
    expect(body).toContain('alt="Rye" width="800" height="400"')
  })

  it('of some length has a table of its headings', async () => {
    const html = ['a', 'b', 'c', 'd']
      .map((id) => `<h2 id="${id}">Part <em>${id}</em></h2><p>Text.</p>`)
      .join('')
    const { slug } = await aPost({ html })

    expect((await look(`/${slug}`)).body).toContain('<li><a class="link" href="#c">Part c</a></li>')
  })

  it('shows things of other apps where its author put them, as they are now', async () => {
    const id = '01a20000-0000-7000-8000-000000000009'
    const html = `<p>Buy this:</p><div data-rose-ash="product" data-id="${id}"></div><p>Then:</p>`
    const { slug } = await aPost({ html })

    const { body } = await look(`/${slug}`)

    expect(body).toMatch(/<p>Buy this:<\/p><div class="live">[\s\S]*?<\/div><p>Then:<\/p>/)
    expect(body).not.toContain('data-rose-ash')
  })

  it('is related to what shares most topics with it, then to what is new', async () => {
    const [bread, rye] = await db
      .insert(tags)
      .values([
        { slug: 'bread', name: 'Bread' },
        { slug: 'rye', name: 'Rye' },
      ])
      .returning()
    const old = new Date('2020-01-01T00:00:00Z')
    const [mine, both, one] = [
      await aPost({ publishedAt: old }),
      await aPost({ publishedAt: old, title: 'Both' }),
      await aPost({ publishedAt: old, title: 'One' }),
    ]
    const tagged = (postId: string, tagId = '', position = 0) => ({ postId, tagId, position })
    await db
      .insert(postTags)
      .values([
        tagged(mine.id, bread?.id),
        tagged(mine.id, rye?.id, 1),
        tagged(both.id, bread?.id),
        tagged(both.id, rye?.id, 1),
        tagged(one.id, rye?.id),
      ])

    const related = await relatedPosts(db, mine.id, 3)

    expect(related.map(({ title }) => title).slice(0, 2)).toEqual(['Both', 'One'])
    expect(related.map(({ id }) => id)).not.toContain(mine.id)
  })
})
