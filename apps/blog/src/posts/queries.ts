import { and, eq, sql } from 'drizzle-orm'
import { type Db, prepared } from '@rose-ash/shared/db'
import { authors, pageProfiles, posts } from '@rose-ash/shared/db/models/blog'
import { cardColumns, cardOf, type PostCard, selectNewest } from './card.ts'

export interface Post extends PostCard {
  type: 'post' | 'page'
  html: string
  updatedAt: Date
  readingMinutes: number
  profile: typeof pageProfiles.$inferSelect | null
}

const wordsPerMinute = 220

/** The newest published posts. */
export async function newestPosts(db: Db, limit: number): Promise<PostCard[]> {
  const rows = await prepared(db, 'blog_newest', (on) =>
    selectNewest(on).limit(sql.placeholder('limit')).prepare('blog_newest'),
  ).execute({ limit })
  return rows.map(cardOf)
}

/** A published post or page by its slug; undefined when there is none. */
export async function findPublished(db: Db, slug: string): Promise<Post | undefined> {
  const [row] = await prepared(db, 'blog_published', (on) =>
    on
      .select({
        ...cardColumns,
        type: posts.type,
        html: posts.html,
        updatedAt: posts.updatedAt,
        profile: pageProfiles,
      })
      .from(posts)
      .innerJoin(authors, eq(authors.id, posts.authorId))
      .leftJoin(pageProfiles, eq(pageProfiles.pageId, posts.id))
      .where(and(eq(posts.slug, sql.placeholder('slug')), eq(posts.status, 'published')))
      .prepare('blog_published'),
  ).execute({ slug })
  if (!row) return undefined
  const { html, type, updatedAt, profile } = row
  return { ...cardOf(row), type, html, updatedAt, profile, readingMinutes: minutes(html) }
}

function minutes(html: string): number {
  const words = html.replaceAll(/<[^>]*>/g, ' ').split(/\s+/).length
  return Math.max(1, Math.round(words / wordsPerMinute))
}
