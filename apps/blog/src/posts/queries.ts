import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import { type Db, jsonObject, prepared } from '@rose-ash/shared/db'
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
  slug: string
  commentsOpen: boolean
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
      .select({ html: posts.html, found: jsonObject(readColumns).as('found') })
      .from(posts)
      .innerJoin(authors, eq(authors.id, posts.authorId))
      .leftJoin(pageProfiles, eq(pageProfiles.pageId, posts.id))
      .where(and(eq(posts.slug, sql.placeholder('slug')), eq(posts.status, 'published')))
      .prepare('blog_published'),
  ).execute({ slug })
  if (!row) return undefined
  const { html, found } = row
  const { coAuthors: others, tags: about, publishedAt, createdAt, updatedAt, ...post } = found
  const dates = {
    publishedAt: publishedAt === null ? null : new Date(publishedAt),
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
  }
  const card = cardOf({ ...post, ...dates })
  return {
    ...post,
    ...card,
    html,
    updatedAt: dates.updatedAt,
    excerpt: post.writtenExcerpt,
    authors: [card.author, ...others.map((one) => linked('authors', one))],
    tags: about.map((one) => linked('tags', one)),
    readingMinutes: readingMinutes(html),
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

/** All but the text, which would be written and read twice in JSON. */
const readColumns = {
  ...cardColumns,
  excerpt: cardColumns.excerpt.sql as SQL<string>,
  file: cardColumns.file.sql as SQL<PostCard['file']>,
  author: jsonObject({ name: authors.name, slug: authors.slug }),
  profile: sql<Post['profile']>`case when ${pageProfiles.pageId} is not null then ${jsonObject(
    getTableColumns(pageProfiles),
  )} end`,
  type: posts.type,
  writtenExcerpt: posts.excerpt,
  imageCaption: posts.imageCaption,
  updatedAt: posts.updatedAt,
  visibility: posts.visibility,
  commentsOpen: posts.commentsOpen,
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
  return Math.max(1, Math.round(countWords(html) / wordsPerMinute))
}

/** One way through the text and nothing made of it: every view of a post counts. */
function countWords(html: string): number {
  let words = 0
  let inTag = false
  let inWord = false
  for (let at = 0; at < html.length; at += 1) {
    const code = html.charCodeAt(at)
    if (code === LESS) inTag = true
    const isGap = inTag || code <= SPACE || code === NO_BREAK_SPACE
    if (!isGap && !inWord) words += 1
    inWord = !isGap
    if (code === GREATER) inTag = false
  }
  return words
}

const SPACE = 0x20
const LESS = 0x3c
const GREATER = 0x3e
const NO_BREAK_SPACE = 0xa0
