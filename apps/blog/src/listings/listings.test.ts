import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { authors } from '@rose-ash/shared/db/models/blog'
import { aPage, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createBlog } from '../app.ts'
import { monthsWithPosts, postsBy, postsOfMonth } from './queries.ts'

const { db, url } = await testDatabase()
const app = await testApp(createBlog, testConfig('blog', { databaseUrl: url }))
const timeZone = 'Europe/London'
let authorId = ''

beforeAll(async () => {
  const [author] = await db
    .insert(authors)
    .values({ slug: 'tom-ashby', name: 'Tom Ashby', bio: 'Grows leeks.' })
    .returning()
  authorId = author?.id ?? ''
  for (let day = 1; day <= 14; day += 1) {
    const publishedAt = new Date(Date.UTC(2026, 5, day, 8))
    await aPage(db, { type: 'post', authorId, title: `Day ${day}`, publishedAt })
  }
  // Two at the same moment; the night before June in London is June already.
  const publishedAt = new Date('2026-05-31T23:30:00Z')
  for (const title of ['Twin', 'Twin'])
    await aPage(db, { type: 'post', authorId, title, publishedAt })
  await aPage(db, {
    type: 'post',
    authorId,
    title: 'May',
    publishedAt: new Date('2026-05-02T08:00:00Z'),
  })
  await aPage(db, { type: 'post', authorId, title: 'Not yet', status: 'draft' })
  await aPage(db, { type: 'page', authorId, title: 'A page' })
})

const look = (path: string) => app.inject({ url: path, headers: { accept: 'text/html' } })
const titles = (posts: { title: string }[]) => posts.map(({ title }) => title)

describe('what an author wrote', () => {
  it('is shown newest first, page by page, each post once', async () => {
    const first = await postsBy(db, authorId)
    const last = first.posts.at(-1)
    if (!last) throw new Error('there are more than a page of them')
    const second = await postsBy(db, authorId, last)

    expect(titles(first.posts)).toEqual(
      Array.from({ length: 12 }, (_, index) => `Day ${14 - index}`),
    )
    expect(titles(second.posts)).toEqual(['Day 2', 'Day 1', 'Twin', 'Twin', 'May'])
    expect([first.more, second.more]).toEqual([true, false])
  })

  it('has a page with the way to older ones, and a last page without', async () => {
    const { body } = await look('/authors/tom-ashby')
    const [, older = ''] = /rel="next" href="([^"]+)"/.exec(body) ?? []
    const rest = await look(older.replaceAll('&amp;', '&'))

    expect(body).toContain('Grows leeks.')
    expect(rest.body).toContain('>May</a>')
    expect(rest.body).not.toContain('rel="next"')
    expect(body + rest.body).not.toContain('Not yet')
  })

  it('says so when there is no such author, and when the address of a page is none', async () => {
    expect((await look('/authors/nobody')).statusCode).toBe(404)
    expect((await look('/authors/tom-ashby?before=yesterday')).statusCode).toBe(400)
    expect((await look('/authors/tom-ashby?before=2026-01-01_1')).statusCode).toBe(400)
  })

  it('is found by an index that gives it in order', async () => {
    await db.execute(sql`set enable_seqscan = off`)
    const { rows } = await db.execute<{ 'QUERY PLAN': string }>(sql`
      explain select id from blog.posts where author_id = ${authorId} and type = 'post'
        and status = 'published' and (published_at, id) < (now(), ${authorId})
      order by published_at desc, id desc limit 13`)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')

    expect(plan).toMatch(/posts_published_(by_author|newest)/)
    expect(plan).not.toContain('Sort')
  })
})

describe('the archive', () => {
  it('counts by months of the cooperative’s own zone', async () => {
    expect(await monthsWithPosts(db, timeZone)).toEqual([
      { month: '2026-06', posts: 16 },
      { month: '2026-05', posts: 1 },
    ])
    const may = await postsOfMonth(db, { month: '2026-05', timeZone })
    expect(titles(may.posts)).toEqual(['May'])
  })

  it('leads to every month, and knows no empty ones', async () => {
    const { body } = await look('/archive')

    expect(body).toContain('<a class="link" href="/archive/2026-06">June 2026</a>')
    expect(body).toContain('16 stories')
    expect((await look('/archive/2026-06')).body).toContain('>Day 14</a>')
    expect((await look('/archive/2026-07')).statusCode).toBe(404)
    expect((await look('/archive/2026-13')).statusCode).toBe(400)
  })
})
