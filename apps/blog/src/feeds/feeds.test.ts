import { beforeAll, describe, expect, it } from 'vitest'
import { authors } from '@rose-ash/shared/db/models/blog'
import { aPage, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { journalRss } from './journal-feed.ts'
import type { FeedPost } from './queries.ts'

const { db, url } = await testDatabase()
const config = testConfig('blog', { databaseUrl: url })
const app = await testApp(createBlog, config)
const { blog } = config.origins
const html =
  '<p>Rye &amp; salt ]]&gt; – <a href="/hearth-and-rye">here</a> <img src="//x.test/a.png"></p>'

beforeAll(async () => {
  const [author] = await db
    .insert(authors)
    .values({ slug: 'mei', name: 'Mei <Tanaka>' })
    .returning()
  const authorId = author?.id ?? ''
  const post = { type: 'post', authorId, html } as const
  await aPage(db, {
    ...post,
    slug: 'rye',
    title: 'Rye & <salt> ]]> “now”',
    excerpt: 'How & why',
    publishedAt: new Date('2026-06-01T08:00:00Z'),
    updatedAt: new Date('2026-06-02T08:00:00Z'),
  })
  await aPage(db, { ...post, slug: 'secret', status: 'draft' })
  await aPage(db, { type: 'page', slug: 'about' })
})

describe('the feeds of the journal', () => {
  it('carry whole posts as JSON Feed, with addresses that lead here from anywhere', async () => {
    const { headers, body } = await app.inject('/feed.json')
    const feed = JSON.parse(body)

    expect(headers['content-type']).toBe('application/feed+json; charset=utf-8')
    expect(feed).toMatchObject({ title: config.cooperative.name, home_page_url: `${blog}/` })
    expect(feed.items).toHaveLength(1)
    expect(feed.items[0]).toMatchObject({
      id: `${blog}/rye`,
      url: `${blog}/rye`,
      title: 'Rye & <salt> ]]> “now”',
      summary: 'How & why',
      date_modified: '2026-06-02T08:00:00.000Z',
    })
    expect(feed.items[0].content_html).toContain(`<a href="${blog}/hearth-and-rye">`)
    expect(feed.items[0].content_html).toContain('<img src="//x.test/a.png">')
  })

  it('carry the same as RSS that stays well-formed, whatever a title says', async () => {
    const { headers, body } = await app.inject('/rss.xml')

    expect(headers['content-type']).toBe('application/rss+xml; charset=utf-8')
    expect(body.match(/<item>/g)).toHaveLength(1)
    expect(body).toContain(`<link>${blog}/rye</link>`)
    const markup = body.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, '')
    expect(markup).not.toContain('<salt>')
    expect(markup).not.toContain(']]>')
  })

  it('name the author in RSS as RSS allows, and in JSON Feed with an address', async () => {
    const [rss, json] = [await app.inject('/rss.xml'), await app.inject('/feed.json')]
    const [root] = /<rss [^>]*>/.exec(rss.body) ?? []
    const [item = ''] = /<item>.*<\/item>/s.exec(rss.body) ?? []

    expect(root).toBe(
      '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom">',
    )
    expect(item.split('\n').map((line) => line.trim())).toEqual([
      '<item>',
      '<title><![CDATA[Rye & <salt> ]]]]><![CDATA[> “now”]]></title>',
      `<link>${blog}/rye</link>`,
      `<guid isPermaLink="false">${blog}/rye</guid>`,
      '<pubDate>Mon, 01 Jun 2026 08:00:00 GMT</pubDate>',
      '<description><![CDATA[How & why]]></description>',
      expect.stringMatching(
        /^<content:encoded><!\[CDATA\[<p>Rye &amp; salt .*<\/content:encoded>$/,
      ),
      '<dc:creator>Mei &lt;Tanaka&gt;</dc:creator>',
      '</item>',
    ])
    const author = { name: 'Mei <Tanaka>', url: `${blog}/authors/mei` }
    expect(JSON.parse(json.body).items[0]).toMatchObject({ author })
    expect(json.body).not.toContain('dc:creator')
  })

  it('stay well-formed RSS when no post has any text', () => {
    const post = {
      title: 'Rye',
      href: '/rye',
      html: '',
      author: { name: 'Mei', href: '/authors/mei' },
    }

    const xml = journalRss(config, [post as FeedPost])

    expect(xml).toContain('<dc:creator>Mei</dc:creator>')
    expect(xml).toContain('xmlns:dc="http://purl.org/dc/elements/1.1/"')
  })

  it('are asked for again at little cost', async () => {
    const { headers } = await app.inject('/rss.xml')
    const known = { 'if-none-match': String(headers.etag) }

    expect(headers['cache-control']).toBe('public, max-age=300')
    expect((await app.inject({ url: '/rss.xml', headers: known })).statusCode).toBe(304)
  })
})

describe('what search engines read', () => {
  it('names what is published, and where not to look', async () => {
    const [robots, sitemap] = [await app.inject('/robots.txt'), await app.inject('/sitemap.xml')]

    expect(robots.body).toBe(`User-agent: *\nDisallow: /auth/\n\nSitemap: ${blog}/sitemap.xml\n`)
    expect(sitemap.body).toContain(
      `<url><loc>${blog}/rye</loc><lastmod>2026-06-02T08:00:00Z</lastmod></url>`,
    )
    expect(sitemap.body).toContain(`<loc>${blog}/about</loc>`)
    expect(sitemap.body).not.toContain('secret')
  })

  it('says of a post what schema.org asks for, and no title can end the script', async () => {
    const { body } = await app.inject({ url: '/rye', headers: { accept: 'text/html' } })
    const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(body) ?? []

    expect(json).not.toMatch(/[<>&]/)
    expect(JSON.parse(json)).toEqual({
      '@context': 'https://schema.org',
      '@type': 'BlogPosting',
      mainEntityOfPage: `${blog}/rye`,
      isAccessibleForFree: true,
      headline: 'Rye & <salt> ]]> “now”',
      description: 'How & why',
      // Without a picture of its own: its card.
      image: expect.stringMatching(/^http:\/\/blog\.[^/]+\/social\/rye-[0-9a-f]{16}\.png$/),
      datePublished: '2026-06-01T08:00:00.000Z',
      dateModified: '2026-06-02T08:00:00.000Z',
      author: [{ '@type': 'Person', name: 'Mei <Tanaka>', url: `${blog}/authors/mei` }],
      publisher: { '@type': 'Organization', name: config.cooperative.name, url: `${blog}/` },
    })
  })
})
