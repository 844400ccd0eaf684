import { and, asc, count, eq, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { authors, posts } from '@rose-ash/shared/db/models/blog'
import { coAuthors } from '@rose-ash/shared/db/models/blog-writing'
import { Forbidden, NotFound } from '@rose-ash/shared/errors'
import type { Editor } from '../editing/editor.ts'

export type Writer = typeof authors.$inferSelect

/** The writers that this editor may change, with how many posts each began: all, or their own. */
export async function writersOf(db: Db, { personId, role }: Editor) {
  const { id, name, slug } = authors
  return db
    .select({
      id,
      name,
      slug,
      signsIn: sql<boolean>`${authors.personId} is not null`,
      posts: count(posts.id),
    })
    .from(authors)
    .leftJoin(posts, and(eq(posts.authorId, authors.id), isNull(posts.deletedAt)))
    .where(role === 'author' ? eq(authors.personId, personId) : undefined)
    .groupBy(authors.id)
    .orderBy(asc(sql`lower(${authors.name})`), asc(authors.id))
}

/** @throws {NotFound} @throws {Forbidden} when it is somebody else, for who is no editor. */
export async function writerFor(db: Db, editor: Editor, id: string): Promise<Writer> {
  const [writer] = await db.select().from(authors).where(eq(authors.id, id))
  if (!writer) throw new NotFound('writer')
  if (editor.role === 'author' && writer.personId !== editor.personId) {
    throw new Forbidden('This is somebody else. Ask an editor to change it.')
  }
  return writer
}

/** Whether something published names this writer; then their address stays. */
export async function hasPublished(db: Db, id: string): Promise<boolean> {
  const { rows } = await db.execute<{ published: boolean }>(
    sql`select ${isPublished(id)} as published`,
  )
  return rows[0]?.published === true
}

/** As `hasPublished`, as a part of a statement. */
export const isPublished = (id: string) =>
  sql<boolean>`exists (select 1 from ${posts} left join ${coAuthors} on ${coAuthors.postId} = ${posts.id}
    where ${posts.status} = 'published' and (${posts.authorId} = ${id} or ${coAuthors.authorId} = ${id}))`

/** The ids of all posts that name this writer. */
export async function postsOfWriter(db: Db, id: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: posts.id })
    .from(posts)
    .leftJoin(coAuthors, and(eq(coAuthors.postId, posts.id), eq(coAuthors.authorId, id)))
    .where(or(eq(posts.authorId, id), eq(coAuthors.authorId, id)))
  return rows.map((row) => row.id)
}
