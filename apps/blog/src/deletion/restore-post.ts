import { and, eq, isNotNull } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { checkEdits, type Editor } from '../editing/editor.ts'

/**
 * Takes a post or page out of the bin: it is what it was, at its old address. Readers see it when
 * somebody publishes it again, which tells who follows from elsewhere. What is in no bin stays as it is.
 *
 * @throws {NotFound} @throws {Forbidden} for an author whose it is not.
 */
export async function restorePost(
  db: Db,
  { editor, postId }: { editor: Editor; postId: string },
): Promise<void> {
  await checkEdits(db, editor, postId)
  await db
    .update(posts)
    .set({ deletedAt: null })
    .where(and(eq(posts.id, postId), isNotNull(posts.deletedAt)))
}
