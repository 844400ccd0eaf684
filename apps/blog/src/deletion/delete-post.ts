import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { ghostTasks } from '@rose-ash/shared/db/models/blog-ghost'
import { checkEdits, type Editor } from '../editing/editor.ts'
import { removeRow } from './remove-row.ts'
import { StillHeld } from './still-held.ts'
import { type Needs, whatHolds } from './what-holds.ts'

/**
 * Puts a post or page that readers do not see into the bin, as it is: with its versions, its
 * addresses and everybody's unsaved words. Who followed it from elsewhere was told when it was
 * unpublished, and a Ghost keeps what it has. What is in the bin already stays there.
 *
 * @throws {StillHeld} and changes nothing. @throws {NotFound}
 * @throws {Forbidden} for an author whose it is not.
 */
export async function deletePost(
  db: Db,
  services: Needs,
  { editor, postId }: { editor: Editor; postId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    // From here on nobody publishes it.
    await tx.select({ id: posts.id }).from(posts).where(eq(posts.id, postId)).for('update')
    await checkEdits(tx, editor, postId)
    const reasons = await whatHolds(tx, services, postId)
    if (reasons.length > 0) throw new StillHeld(reasons)
    await checkCouldGo(tx, postId)
    const pushed = and(eq(ghostTasks.task, 'push'), eq(ghostTasks.subject, postId))
    await tx.delete(ghostTasks).where(pushed)
    await tx
      .update(posts)
      .set({ deletedAt: sql`coalesce(${posts.deletedAt}, now())` })
      .where(eq(posts.id, postId))
  })
}

/** Only the database knows everything that names a page, so it is tried, and undone. */
async function checkCouldGo(tx: Db, postId: string): Promise<void> {
  const tried = new Error('tried')
  try {
    await tx.transaction(async (inner) => {
      await removeRow(inner, postId)
      throw tried
    })
  } catch (error) {
    if (error !== tried) throw error
  }
}
