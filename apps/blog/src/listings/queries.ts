import { and, count, desc, eq, type SQL, sql } from 'drizzle-orm'
import { type Db, prepared } from '@rose-ash/shared/db'
import { authors, posts } from '@rose-ash/shared/db/models/blog'
import { cardOf, type PostCard, selectNewest } from '../posts/card.ts'
import { isTagged } from '../tags/queries.ts'
import type { Cursor } from './cursor.ts'

export interface ListingPage {
  posts: PostCard[]
  /** Whether there are older ones. */
  more: boolean
}

const perPage = 12
const older = sql`(${posts.publishedAt}, ${posts.id}) <
  (${sql.placeholder('publishedAt')}::timestamptz, ${sql.placeholder('id')}::uuid)`

/** After which everything is older. */
const newestFirst = { publishedAt: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }

export type Author = typeof authors.$inferSelect

export async function findAuthor(db: Db, slug: string): Promise<Author | undefined> {
  const [author] = await db.select().from(authors).where(eq(authors.slug, slug))
  return author
}

/** What an author published, newest first. */
export async function postsBy(db: Db, authorId: string, before?: Cursor): Promise<ListingPage> {
  const rows = await listing(
    db,
    'blog_by_author',
    eq(posts.authorId, sql.placeholder('authorId')),
  ).execute({ ...placeOf(before), authorId })
  return pageOf(rows.map(cardOf))
}

/** What was published about something, newest first. */
export async function postsAbout(db: Db, tagId: string, before?: Cursor): Promise<ListingPage> {
  const rows = await listing(db, 'blog_about', isTagged(db, sql.placeholder('tagId'))).execute({
    ...placeOf(before),
    tagId,
  })
  return pageOf(rows.map(cardOf))
}

/** What was published in a month (`2026-11`) of this IANA time zone, newest first. */
export async function postsOfMonth(
  db: Db,
  { month, timeZone }: { month: string; timeZone: string },
  before?: Cursor,
): Promise<ListingPage> {
  const start = sql`${sql.placeholder('start')}::timestamp`
  const zone = sql.placeholder('timeZone')
  const within = sql`${posts.publishedAt} >= (${start} at time zone ${zone})
    and ${posts.publishedAt} < ((${start} + interval '1 month') at time zone ${zone})`
  const rows = await listing(db, 'blog_of_month', within).execute({
    ...placeOf(before),
    start: `${month}-01`,
    timeZone,
  })
  return pageOf(rows.map(cardOf))
}

export interface MonthCount {
  /** `2026-11` */
  month: string
  posts: number
}

/** Every month in which something was published, newest first. */
export async function monthsWithPosts(db: Db, timeZone: string): Promise<MonthCount[]> {
  const month = sql<string>`to_char(${posts.publishedAt} at time zone ${timeZone}, 'YYYY-MM')`
  return db
    .select({ month: month.as('month'), posts: count() })
    .from(posts)
    .where(and(eq(posts.type, 'post'), eq(posts.status, 'published')))
    .groupBy(sql`month`)
    .orderBy(desc(sql`month`))
}

function listing(db: Db, name: string, which: SQL) {
  return prepared(db, name, (on) =>
    selectNewest(on, and(which, older))
      .limit(perPage + 1)
      .prepare(name),
  )
}

const placeOf = (before: Cursor | undefined) =>
  before ? { publishedAt: before.publishedAt.toISOString(), id: before.id } : newestFirst

const pageOf = (found: PostCard[]): ListingPage => ({
  posts: found.slice(0, perPage),
  more: found.length > perPage,
})
