import { and, desc, eq, type SQL } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { authors, posts } from '@rose-ash/shared/db/models/blog'

/** A published post as lists show it. */
export interface PostCard {
  id: string
  href: string
  title: string
  excerpt: string
  image: string | null
  imageAlt: string
  publishedAt: Date
  author: { name: string; href: string }
}

/** The columns of `cardOf`. */
export const cardColumns = { post: posts, author: { name: authors.name, slug: authors.slug } }

export interface CardRow {
  post: typeof posts.$inferSelect
  author: { name: string; slug: string }
}

/** Published posts, newest first; `which` leaves some out. */
export const selectNewest = (on: Db, which?: SQL) =>
  on
    .select(cardColumns)
    .from(posts)
    .innerJoin(authors, eq(authors.id, posts.authorId))
    .where(and(eq(posts.type, 'post'), eq(posts.status, 'published'), which))
    .orderBy(desc(posts.publishedAt), desc(posts.id))

export function cardOf({ post, author }: CardRow): PostCard {
  const { id, slug, title, excerpt, image, imageAlt, publishedAt, createdAt } = post
  return {
    id,
    title,
    excerpt,
    image,
    imageAlt,
    href: `/${slug}`,
    publishedAt: publishedAt ?? createdAt,
    author: { name: author.name, href: `/authors/${author.slug}` },
  }
}
