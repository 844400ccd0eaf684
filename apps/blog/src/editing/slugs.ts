import slugify from '@sindresorhus/slugify'
import { and, ne, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'

/**
 * First parts of our own addresses, which no post and no page may take: a test holds them against
 * every route. Topics and writers have folders of their own.
 */
const reserved = new Set(
  (
    'archive assets auth author authors bin comments drafts edit embeds feed ghost healthz internal log-in media metrics ' +
    'navigation new newsletters notes people posts preview readyz rss search settings snippets sign-in ' +
    'social tag tags topics write writers'
  ).split(' '),
)

export const isReserved = (slug: string): boolean => reserved.has(slug)

const MAX_LENGTH = 150

/** Words as part of an address: "Café & Crème!" → `cafe-and-creme`. Empty when nothing is left. */
export function toSlug(words: string): string {
  return slugify(words, { decamelize: false })
    .slice(0, MAX_LENGTH)
    .replaceAll(/^-+|-+$/g, '')
}

/** The slug of a post whose title has no letters. */
export const nameOfNothing = (postId: string): string => `post-${postId.slice(-8)}`

/**
 * The wanted slug, or the first of `wanted-2`, `wanted-3` … that no other post has. Who asks for the same
 * meanwhile waits until the transaction ends, and gets another.
 */
export async function freeSlug(tx: Db, wanted: string, postId: string): Promise<string> {
  const base = toSlug(wanted) || nameOfNothing(postId)
  const name = `slug ${base.replace(/(-\d+)+$/, '')}`
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`)
  const like = sql`${posts.slug} ~ ${`^${base}(-[0-9]+)?$`}`
  const rows = await tx
    .select({ slug: posts.slug })
    .from(posts)
    .where(and(like, ne(posts.id, postId)))
  const taken = new Set(rows.map(({ slug }) => slug))
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? base : `${base}-${number}`
    if (!taken.has(slug) && !isReserved(slug)) return slug
  }
}
