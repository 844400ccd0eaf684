import { randomUUID } from 'node:crypto'
import { and, desc, eq, or, sql } from 'drizzle-orm'
import { type Db, type KnownWords, nearestWords, prepared } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { searchWords } from '@rose-ash/shared/db/models/blog-writing'

export interface Found {
  title: string
  href: string
  publishedAt: Date | null
  /** Where the words stand, in pieces: those that were looked for are marked. */
  excerpt: { text: string; marked: boolean }[]
}

export interface SearchResult {
  found: Found[]
  /** What was looked for instead, when nothing has the words as they were written. */
  instead: string | undefined
}

const LIMIT = 20
/** Ranking looks at this many of the newest that match, however many there are. */
const RANKED = 500
const known: KnownWords = { view: searchWords, uses: 'posts', dictionary: 'english_stem' }

/**
 * Published posts and pages with these words, the best first. Words that nothing has are taken for
 * slips of the pen: the nearest words that we use are looked for instead. Of a post behind a wall its
 * title and excerpt are searched; the rest for members alone, when it is for them. Whoever could ask for
 * words behind a wall could read them, one question after the other.
 */
export async function search(
  db: Db,
  words: string,
  { isMember = false } = {},
): Promise<SearchResult> {
  const found = await lookFor(db, words, isMember)
  if (found.length > 0) return { found, instead: undefined }
  const instead = await nearestWords(db, words, known)
  if (!instead) return { found, instead }
  return { found: await lookFor(db, instead, isMember), instead }
}

async function lookFor(db: Db, words: string, isMember: boolean): Promise<Found[]> {
  // What is marked is told apart by words that no text can have.
  const [start, end] = [`[${randomUUID()}]`, `[/${randomUUID()}]`]
  const rows = await prepared(db, 'blog_search', searchStatement).execute({
    words,
    isMember,
    partly: `%${words.toLowerCase().replaceAll(/[%_\\]/g, String.raw`\$&`)}%`,
    marks: `StartSel=${start}, StopSel=${end}, MaxWords=36, MinWords=18, MaxFragments=2`,
  })
  return rows.map(({ title, slug, publishedAt, excerpt }) => ({
    title,
    publishedAt,
    href: `/${slug}`,
    excerpt: piecesOf(excerpt, start, end),
  }))
}

function searchStatement(on: Db) {
  // As a select of its own it is read once: by itself, once for each row.
  const query = sql`(select websearch_to_tsquery('english', ${sql.placeholder('words')}))`
  const isOpen = sql`(${posts.visibility} = 'public'
    or ${posts.visibility} = 'members' and ${sql.placeholder('isMember')}::boolean)`
  const beforeWall = sql`ts_filter(${posts.search}, '{a,b}')`
  const matching = on.$with('matching').as(
    on
      .select({ id: posts.id })
      .from(posts)
      .where(
        and(
          eq(posts.status, 'published'),
          or(
            sql`${posts.search} @@ ${query} and (${isOpen} or ${beforeWall} @@ ${query})`,
            sql`lower(${posts.title}) like ${sql.placeholder('partly')}`,
          ),
        ),
      )
      .orderBy(desc(posts.publishedAt))
      .limit(RANKED),
  )
  const best = on.$with('best').as(
    on
      .select({
        id: posts.id,
        rank: sql<number>`ts_rank(case when ${isOpen} then ${posts.search} else ${beforeWall} end,
          ${query})`.as('rank'),
      })
      .from(posts)
      .innerJoin(matching, eq(matching.id, posts.id))
      .orderBy(desc(sql`rank`), desc(posts.publishedAt))
      .limit(LIMIT),
  )
  const visible = sql`case when ${posts.visibility} = 'public'
    then left(${posts.plaintext}, 20000) else ${posts.excerpt} end`
  // No name: it is too slow to share a connection with what is quick.
  return on
    .with(matching, best)
    .select({
      title: posts.title,
      slug: posts.slug,
      publishedAt: posts.publishedAt,
      excerpt: sql<string>`ts_headline('english', ${visible}, ${query}, ${sql.placeholder('marks')})`,
    })
    .from(best)
    .innerJoin(posts, eq(posts.id, best.id))
    .orderBy(desc(best.rank), desc(posts.publishedAt))
    .prepare('')
}

/** Cut where the marks are. */
function piecesOf(excerpt: string, start: string, end: string): Found['excerpt'] {
  return excerpt.split(start).flatMap((part, index) => {
    if (index === 0) return part ? [{ text: part, marked: false }] : []
    const [marked = '', rest = ''] = part.split(end)
    return [{ text: marked, marked: true }, ...(rest ? [{ text: rest, marked: false }] : [])]
  })
}
