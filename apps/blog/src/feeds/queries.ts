import { desc, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { cardOf, type PostCard, selectNewest } from '../posts/card.ts'
import { teaserOf } from '../posts/wall.ts'

export interface FeedPost extends PostCard {
  html: string
  updatedAt: Date
}

/** The newest posts with all their text, or what everybody may read of it. */
export async function newestWithText(db: Db, limit: number): Promise<FeedPost[]> {
  const text = {
    html: posts.html,
    visibility: posts.visibility,
    updatedAt: posts.updatedAt,
  }
  const rows = await selectNewest(db, undefined, text).limit(limit)
  return rows.map(({ html, visibility, updatedAt, ...row }) => ({
    ...cardOf(row),
    html: visibility === 'public' ? html : teaserOf(html),
    updatedAt,
  }))
}

export interface SitemapEntry {
  path: string
  updatedAt: Date
}

/** Every published post and page, the newest first; at most as many as one sitemap may name. */
export async function sitemapEntries(db: Db): Promise<SitemapEntry[]> {
  const rows = await db
    .select({ slug: posts.slug, updatedAt: posts.updatedAt })
    .from(posts)
    .where(eq(posts.status, 'published'))
    .orderBy(desc(posts.publishedAt), desc(posts.id))
    .limit(49_000)
  return rows.map(({ slug, updatedAt }) => ({ path: `/${slug}`, updatedAt }))
}
