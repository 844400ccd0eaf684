import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { SelectedFields } from 'drizzle-orm/pg-core'
import type { Db } from '@rose-ash/shared/db'
import { authors, posts } from '@rose-ash/shared/db/models/blog'
import { mediaFiles } from '@rose-ash/shared/db/models/blog-media'
import { folderLength } from '@rose-ash/shared/services/media/address'
import type { PictureOptions } from '@rose-ash/shared/services/media/picture'

/** A published post as lists show it. */
export interface PostCard {
  id: string
  href: string
  title: string
  excerpt: string
  image: string | null
  imageAlt: string
  /** The image, when the library has it. */
  file: PictureOptions['file'] | null
  publishedAt: Date
  author: { name: string; href: string }
}

/** The folder that the image's address names, as the beginning of a file's hash. */
const folder = sql`substring(${posts.image} from '/media/files/([0-9a-f]{${sql.raw(String(folderLength))}})/')`

/** Found by the index of hashes, in the statement that reads the post. */
const file = sql<PictureOptions['file'] | null>`(
  select json_build_object('key', file.key, 'width', file.width, 'height', file.height,
    'variants', file.variants, 'placeholder', file.placeholder, 'alt', file.alt)
  from ${mediaFiles} file where file.kind = 'image'
    and file.hash between rpad(${folder}, 64, '0') and rpad(${folder}, 64, 'f'))`

/** The columns of `cardOf`. */
export const cardColumns = {
  id: posts.id,
  slug: posts.slug,
  title: posts.title,
  excerpt: sql<string>`case when ${posts.excerpt} <> '' or ${posts.visibility} <> 'public'
    then ${posts.excerpt} else left(${posts.plaintext}, 200) end`.as('shown_excerpt'),
  image: posts.image,
  imageAlt: posts.imageAlt,
  file: file.as('file'),
  publishedAt: posts.publishedAt,
  createdAt: posts.createdAt,
  author: { name: authors.name, slug: authors.slug },
}

/** Written out, not as parameters: a plan for all parameters can use an index of published posts. */
export const isPublishedPost = sql`${posts.type} = 'post' and ${posts.status} = 'published'`

type PostRow = typeof posts.$inferSelect
type PostColumn = Exclude<keyof typeof cardColumns, 'author' | 'file'>

export type CardRow = Pick<PostRow, PostColumn> &
  Pick<PostCard, 'file'> & { author: { name: string; slug: string } }

/** Published posts, newest first; `which` leaves some out, `first` comes before the date. */
export const selectNewest = <More extends SelectedFields = { id: typeof posts.id }>(
  on: Db,
  which?: SQL,
  more?: More,
  first?: SQL,
) =>
  on
    .select({ ...cardColumns, ...(more as More) })
    .from(posts)
    .innerJoin(authors, eq(authors.id, posts.authorId))
    .where(and(isPublishedPost, which))
    .orderBy(...(first ? [first] : []), desc(posts.publishedAt), desc(posts.id))

export function cardOf({ author, ...post }: CardRow): PostCard {
  const { id, slug, title, excerpt, image, imageAlt, file: found, publishedAt, createdAt } = post
  return {
    id,
    title,
    excerpt: shorten(excerpt),
    image,
    imageAlt,
    file: found,
    href: `/${slug}`,
    publishedAt: publishedAt ?? createdAt,
    author: { name: author.name, href: `/authors/${author.slug}` },
  }
}

/** What was cut in the middle of a word ends with a whole one. */
function shorten(excerpt: string): string {
  const line = excerpt.replaceAll(/\s+/g, ' ')
  return line.length < 195 || /[.!?]$/.test(line)
    ? line
    : `${line.slice(0, line.lastIndexOf(' '))}…`
}
