import { and, asc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { LexicalDocument } from '@rose-ash/shared/contracts/lexical'
import type { Db } from '@rose-ash/shared/db'
import { posts, visibilities } from '@rose-ash/shared/db/models/blog'
import { coAuthors, type PostContent, postTags } from '@rose-ash/shared/db/models/blog-writing'
import { NotFound } from '@rose-ash/shared/errors'
import { readHtml } from '../documents/render-document.ts'
import type { PostStatus } from './write-post.ts'

const line = (max: number) => z.string().trim().max(max).default('')
const webAddress = z.union([
  z.literal('').transform(() => null),
  z.url({ protocol: /^https?$/ }),
  z.null(),
])

/** What the editor sends: everything of a post that can be changed. */
export const PostContentInput = z.object({
  title: line(300),
  slug: line(200),
  lexical: LexicalDocument,
  excerpt: line(1_000),
  image: z.string().max(2_000).nullable().default(null),
  imageAlt: line(500),
  imageCaption: line(500),
  visibility: z.enum(visibilities).default('public'),
  featured: z.boolean().default(false),
  canonicalUrl: webAddress.default(null),
  seoTitle: line(300),
  seoDescription: line(500),
  socialTitle: line(300),
  socialDescription: line(500),
  socialImage: z.string().max(2_000).nullable().default(null),
  authorIds: z.array(z.uuid()).max(20).default([]),
  tagIds: z.array(z.uuid()).max(50).default([]),
})

/** A post as it is saved now. */
export interface SavedPost {
  id: string
  type: 'post' | 'page'
  status: PostStatus
  publishedAt: Date | null
  updatedAt: Date
  /** When it was put into the bin. */
  deletedAt: Date | null
  version: number
  commentsOpen: boolean
  html: string
  plaintext: string
  content: PostContent
}

/** What was written before there was an editor has HTML alone; it is read as a document. */
export async function documentOf({ html, content }: SavedPost): Promise<LexicalDocument> {
  const { lexical } = content
  const isEmpty = lexical.root.children.every(
    ({ type, children }) =>
      type === 'paragraph' && Array.isArray(children) && children.length === 0,
  )
  return isEmpty && html !== '' ? readHtml(html) : lexical
}

/** @throws {NotFound} */
export async function savedPost(db: Db, id: string): Promise<SavedPost> {
  const [row] = await db
    .select(columns(db))
    .from(posts)
    .where(and(eq(posts.id, id)))
  if (!row) throw new NotFound('post')
  const {
    type,
    status,
    publishedAt,
    updatedAt,
    deletedAt,
    version,
    commentsOpen,
    html,
    plaintext,
    authorId,
    ...fields
  } = row
  const { coAuthorIds, id: _, ...content } = fields
  return {
    id,
    type,
    status,
    publishedAt,
    updatedAt,
    deletedAt,
    version,
    commentsOpen,
    html,
    plaintext,
    content: { ...content, authorIds: [authorId, ...coAuthorIds] },
  }
}

function columns(db: Db) {
  const ids = (query: ReturnType<typeof coAuthorIds> | ReturnType<typeof tagIds>) =>
    sql<string[]>`array(${query})`
  return {
    id: posts.id,
    type: posts.type,
    status: posts.status,
    publishedAt: posts.publishedAt,
    updatedAt: posts.updatedAt,
    deletedAt: posts.deletedAt,
    version: posts.version,
    commentsOpen: posts.commentsOpen,
    html: posts.html,
    plaintext: posts.plaintext,
    title: posts.title,
    slug: posts.slug,
    lexical: posts.lexical,
    excerpt: posts.excerpt,
    image: posts.image,
    imageAlt: posts.imageAlt,
    imageCaption: posts.imageCaption,
    visibility: posts.visibility,
    featured: posts.featured,
    canonicalUrl: posts.canonicalUrl,
    seoTitle: posts.seoTitle,
    seoDescription: posts.seoDescription,
    socialTitle: posts.socialTitle,
    socialDescription: posts.socialDescription,
    socialImage: posts.socialImage,
    authorId: posts.authorId,
    coAuthorIds: ids(coAuthorIds(db)),
    tagIds: ids(tagIds(db)),
  }
}

const thisPost = sql`"blog"."posts"."id"`

const coAuthorIds = (db: Db) =>
  db
    .select({ authorId: coAuthors.authorId })
    .from(coAuthors)
    .where(eq(coAuthors.postId, thisPost))
    .orderBy(asc(coAuthors.position))

const tagIds = (db: Db) =>
  db
    .select({ tagId: postTags.tagId })
    .from(postTags)
    .where(eq(postTags.postId, thisPost))
    .orderBy(asc(postTags.position))
