import { sql } from 'drizzle-orm'
import { beforeAll, expect, it, vi } from 'vitest'
import { authors } from '@rose-ash/shared/db/models/blog'
import { tags } from '@rose-ash/shared/db/models/blog-writing'
import { testDatabase } from '@rose-ash/shared/testing'
import { newestPosts, relatedPosts } from './chosen.ts'

const { db } = await testDatabase()
const POSTS = 10_000
let oldest = ''

beforeAll(async () => {
  const [author] = await db.insert(authors).values({ slug: 'ada', name: 'Ada' }).returning()
  await db.insert(tags).values([
    { slug: 'bread', name: 'Bread' },
    { slug: 'rye', name: 'Rye' },
  ])
  // Ids grow with the dates, as they do where stories are made one after the other.
  await db.execute(sql`
    insert into blog.posts (id, type, slug, title, author_id, status, published_at)
    select ('01a00000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'post', 'post-' || n,
      'Post ' || n, ${author?.id}, 'published', '2020-01-01'::timestamptz + n * interval '1 hour'
    from generate_series(1, ${POSTS}::int) n`)
  await db.execute(sql`
    insert into blog.post_tags (post_id, tag_id, position)
    select post.id, tag.id, 0 from blog.posts post join blog.tags tag
      on tag.slug = 'bread' or (tag.slug = 'rye' and post.slug ~ '(^post-1|50)$')`)
  await db.execute(sql`analyze blog.posts, blog.post_tags, blog.tags`)
  oldest = '01a00000-0000-7000-8000-000000000001'
})

/** What PostgreSQL does for this, with what it reads of each table. */
async function planOf(ask: () => Promise<unknown>): Promise<string> {
  const client = Reflect.get(db, '$client') as {
    query: (statement: { text: string }, values?: unknown[]) => Promise<unknown>
  }
  const asked = vi.spyOn(client, 'query')
  await ask()
  const [statement, values] = asked.mock.calls[0] ?? []
  asked.mockRestore()
  const text = `explain (analyze, costs off, timing off) ${statement?.text}`
  const { rows } = (await client.query({ text }, values)) as { rows: { 'QUERY PLAN': string }[] }
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

it('puts those with most topics in common first, then the newest', async () => {
  const related = await relatedPosts(db, oldest, 3)

  expect(related.map(({ title }) => title)).toEqual(['Post 9950', 'Post 10000', 'Post 9999'])
})

it.each([
  ['related', () => relatedPosts(db, oldest, 3)],
  ['newest', () => newestPosts(db, 12)],
])('reads few of 10,000 posts for the %s ones, by their index', async (_name, ask) => {
  const plan = await planOf(ask)

  expect(plan).toContain('posts_published_newest')
  expect(plan).not.toMatch(/Seq Scan on (posts|post_tags)/)
  const read = [...plan.matchAll(/rows=(\d+) loops=(\d+)/g)].map(
    ([, rows, loops]) => Number(rows) * Number(loops),
  )
  expect(Math.max(...read)).toBeLessThanOrEqual(200)
})
