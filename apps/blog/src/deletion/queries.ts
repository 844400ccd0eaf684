import { and, desc, eq, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { authors, posts } from '@rose-ash/shared/db/models/blog'
import { NotFound } from '@rose-ash/shared/errors'
import { editableBy, type Editor } from '../editing/editor.ts'
import { BIN_DAYS } from './empty-bin.ts'

const MOST = 500

const columns = {
  id: posts.id,
  type: posts.type,
  title: posts.title,
  author: authors.name,
  deletedAt: posts.deletedAt,
  /** When it goes for good. */
  goesAt: sql`${posts.deletedAt} + ${BIN_DAYS}::int * interval '1 day'`.mapWith(posts.deletedAt),
}

/** What is in the bin and this editor may take out of it, what was deleted last first. */
export async function binFor(db: Db, editor: Editor) {
  return db
    .select(columns)
    .from(posts)
    .innerJoin(authors, eq(authors.id, posts.authorId))
    .where(and(isNotNull(posts.deletedAt), editableBy(db, editor)))
    .orderBy(desc(posts.deletedAt), desc(posts.id))
    .limit(MOST)
}

/** One thing in the bin. @throws {NotFound} when it is not there. */
export async function binned(db: Db, postId: string) {
  const [found] = await db
    .select(columns)
    .from(posts)
    .innerJoin(authors, eq(authors.id, posts.authorId))
    .where(and(eq(posts.id, postId), isNotNull(posts.deletedAt)))
  if (!found) throw new NotFound('post in the bin')
  return found
}
