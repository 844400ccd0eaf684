import { and, eq, sql } from 'drizzle-orm'
import { type Db, prepared } from '@rose-ash/shared/db'
import { authors, pageProfiles, posts } from '@rose-ash/shared/db/models/blog'
import { coAuthors, postTags, slugHistory, tags } from '@rose-ash/shared/db/models/blog-writing'
import { cardColumns, cardOf, type PostCard } from './card.ts'
import type { Wall } from './wall.ts'

interface Named {
  name: string
  href: string
}

export interface Post extends PostCard {
  type: 'post' | 'page'
  html: string
  imageCaption: string
  updatedAt: Date
  readingMinutes: number
  visibility: Wall
  canonicalUrl: string | null
  seoTitle: string
  seoDescription: string
  socialTitle: string
  socialDescription: string
  socialImage: string | null
  /** All who wrote it. */
  authors: Named[]
  tags: Named[]
  profile: typeof pageProfiles.$inferSelect | null
}

const wordsPerMinute = 220

/** A published post or page by its slug; undefined when there is none. */
export async function findPublished(db: Db, slug: string): Promise<Post | undefined> {
  const [row] = await prepared(db, 'blog_published', (on) =>
    on
      .select({ ...cardColumns, ...readColumns, profile: pageProfiles })
      .from(posts)
      .innerJoin(authors, eq(authors.id, posts.authorId))
      .leftJoin(pageProfiles, eq(pageProfiles.pageId, posts.id))
      .where(and(eq(posts.slug, sql.placeholder('slug')), eq(posts.status, 'published')))
      .prepare('blog_published'),
  ).execute({ slug })
  if (!row) return undefined
  const { coAuthors: others, tags: about, ...post } = row
  const card = cardOf(row)
  return {
    ...post,
    ...card,
    excerpt: row.writtenExcerpt,
    authors: [card.author, ...others.map((one) => linked('authors', one))],
    tags: about.map((one) => linked('tags', one)),
    readingMinutes: readingMinutes(row.html),
  }
}

/** The slug that a post has now, for one that it had before; undefined when there is none. */
export async function findMoved(db: Db, slug: string): Promise<string | undefined> {
  const [found] = await db
    .select({ slug: posts.slug })
    .from(slugHistory)
    .innerJoin(posts, eq(posts.id, slugHistory.postId))
    .where(and(eq(slugHistory.slug, slug), eq(posts.status, 'published')))
  return found?.slug
}

interface Slugged {
  name: string
  slug: string
}

const readColumns = {
  type: posts.type,
  html: posts.html,
  writtenExcerpt: posts.excerpt,
  imageCaption: posts.imageCaption,
  updatedAt: posts.updatedAt,
  visibility: posts.visibility,
  canonicalUrl: posts.canonicalUrl,
  seoTitle: posts.seoTitle,
  seoDescription: posts.seoDescription,
  socialTitle: posts.socialTitle,
  socialDescription: posts.socialDescription,
  socialImage: posts.socialImage,
  coAuthors: sql<Slugged[]>`(
    select coalesce(json_agg(json_build_object('name', other.name, 'slug', other.slug)
      order by co.position), '[]') from ${coAuthors} co join ${authors} other on other.id = co.author_id
    where co.post_id = ${posts.id})`,
  tags: sql<Slugged[]>`(
    select coalesce(json_agg(json_build_object('name', tag.name, 'slug', tag.slug)
      order by about.position), '[]') from ${postTags} about join ${tags} tag on tag.id = about.tag_id
    where about.post_id = ${posts.id} and tag.visibility = 'public')`,
}

const linked = (folder: string, { name, slug }: Slugged): Named => ({
  name,
  href: `/${folder}/${slug}`,
})

/** How long a text takes to read, in minutes; one at least. */
export function readingMinutes(html: string): number {
  const words = html.replaceAll(/<[^>]*>/g, ' ').split(/\s+/).length
  return Math.max(1, Math.round(words / wordsPerMinute))
}
