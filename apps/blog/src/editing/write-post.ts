import { asc, eq, inArray, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import {
  coAuthors,
  type PostContent,
  postTags,
  type revisionReasons,
  revisions,
  slugHistory,
  tags,
} from '@rose-ash/shared/db/models/blog-writing'
import { BadInput, NotFound, Refusal } from '@rose-ash/shared/errors'
import type { Rendered } from '../documents/render-document.ts'
import { freeSlug } from './slugs.ts'

export type PostStatus = (typeof posts.$inferSelect)['status']

export interface PostWrite {
  /** Absent: a new post. */
  id?: string
  type: 'post' | 'page'
  content: PostContent
  /** Whether people can write below it; as it is when absent. No version has it, and no Ghost. */
  commentsOpen?: boolean | undefined
  /** Made of `content.lexical`. */
  rendered: Rendered
  status: PostStatus
  /** When it was, or will be, published. */
  publishedAt: Date | null
  reason: (typeof revisionReasons)[number]
  /** null: a program. */
  personId: string | null
}

export interface WrittenPost {
  id: string
  slug: string
  version: number
}

/** The post has been saved by somebody else since it was opened. */
export class EditConflict extends Refusal {
  constructor() {
    super(
      'edit_conflict',
      409,
      'Somebody saved this post while you were writing. Your words are kept: compare both and choose.',
    )
  }
}

/** Somebody has put it into the bin. */
export class InTheBin extends Refusal {
  constructor() {
    super(
      'in_the_bin',
      409,
      'This is in the bin. Put it back from there to go on; what you typed is kept until then.',
    )
  }
}

/**
 * Writes all of a post, its tags and its authors, and keeps it as a revision. Its old address leads
 * to the new one from now on.
 *
 * @param expected the version it must have; a save that began with another one changes nothing.
 * @throws {EditConflict} when it has another version by now.
 * @throws {NotFound} when there is no post with this id. @throws {InTheBin}
 */
export async function writePost(tx: Db, write: PostWrite, expected?: number): Promise<WrittenPost> {
  const { content, rendered, reason, personId } = write
  const tagIds = await lockTags(tx, content.tagIds)
  const before = write.id ? await lock(tx, write.id) : undefined
  if (expected !== undefined && before?.version !== expected) throw new EditConflict()
  const id = write.id ?? v7()
  const slug =
    before?.slug === content.slug && before.slug
      ? before.slug
      : await freeSlug(tx, content.slug || content.title, id)
  const version = (before?.version ?? 0) + 1
  const row = { ...columnsOf(write), id, slug, version }
  if (before) await tx.update(posts).set(row).where(eq(posts.id, id))
  else await tx.insert(posts).values(row)
  if (before && before.slug !== slug) await rememberSlug(tx, id, before.slug)
  await tx.delete(slugHistory).where(eq(slugHistory.slug, slug))
  await writeTags(tx, id, tagIds)
  await writeCoAuthors(tx, id, content.authorIds.slice(1))
  const kept = { ...content, slug }
  await tx
    .insert(revisions)
    .values({ postId: id, version, content: kept, ...rendered, reason, personId })
  return { id, slug, version }
}

/**
 * The topics that there are, in their order: an earlier version may name some that were deleted since.
 * Before the post, as whoever merges two topics has both before any post.
 */
async function lockTags(tx: Db, tagIds: readonly string[]): Promise<string[]> {
  if (tagIds.length === 0) return []
  const found = await tx
    .select({ id: tags.id })
    .from(tags)
    .where(inArray(tags.id, [...tagIds]))
    .orderBy(asc(tags.id))
    .for('key share')
  return [...new Set(tagIds)].filter((tagId) => found.some(({ id }) => id === tagId))
}

async function lock(tx: Db, id: string) {
  const [found] = await tx
    .select({ slug: posts.slug, version: posts.version, deletedAt: posts.deletedAt })
    .from(posts)
    .where(eq(posts.id, id))
    .for('update')
  if (!found) throw new NotFound('post')
  if (found.deletedAt) throw new InTheBin()
  return found
}

function columnsOf(write: PostWrite) {
  const { type, content, rendered, status, publishedAt, commentsOpen } = write
  const { authorIds, tagIds: _, ...fields } = content
  const [authorId] = authorIds
  if (!authorId) throw new BadInput('A post needs an author. Choose one.')
  const open = commentsOpen === undefined ? {} : { commentsOpen }
  const row = { ...fields, ...rendered, ...open, type, status, publishedAt, authorId }
  return { ...row, updatedAt: sql`now()` }
}

/** Every post that was ever public there; a draft's old address never led anywhere. */
async function rememberSlug(tx: Db, postId: string, slug: string): Promise<void> {
  await tx
    .insert(slugHistory)
    .values({ slug, postId })
    .onConflictDoUpdate({ target: slugHistory.slug, set: { postId } })
}

async function writeTags(tx: Db, postId: string, tagIds: readonly string[]): Promise<void> {
  await tx.delete(postTags).where(eq(postTags.postId, postId))
  const rows = tagIds.map((tagId, position) => ({ postId, tagId, position }))
  if (rows.length > 0) await tx.insert(postTags).values(rows)
}

async function writeCoAuthors(tx: Db, postId: string, ids: readonly string[]): Promise<void> {
  await tx.delete(coAuthors).where(eq(coAuthors.postId, postId))
  const rows = [...new Set(ids)].map((authorId, index) => ({
    postId,
    authorId,
    position: index + 1,
  }))
  if (rows.length > 0) await tx.insert(coAuthors).values(rows)
}
