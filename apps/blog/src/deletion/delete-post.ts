import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { ghostLinks, ghostTasks } from '@rose-ash/shared/db/models/blog-ghost'
import { Refusal } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { checkEdits, type Editor } from '../editing/editor.ts'
import { type Needs, whatHolds } from './what-holds.ts'

/** Something needs the post where it is. */
export class StillHeld extends Refusal {
  readonly reasons: string[]

  constructor(reasons: string[]) {
    super('still_held', 409, `This cannot be deleted yet. ${reasons.join(' ')}`)
    this.reasons = reasons
  }
}

/**
 * Deletes a post or page that readers do not see, for good: with its versions, everybody's unsaved
 * words and the addresses it once had. Who followed it from elsewhere was told when it was
 * unpublished.
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
    // From here on nothing can be attached to it, and nobody publishes it.
    await tx.select({ id: posts.id }).from(posts).where(eq(posts.id, postId)).for('update')
    await checkEdits(tx, editor, postId)
    const reasons = await whatHolds(tx, services, postId)
    if (reasons.length > 0) throw new StillHeld(reasons)
    const kinds = ['post', 'page'] as const
    await tx
      .delete(ghostLinks)
      .where(and(eq(ghostLinks.localId, postId), inArray(ghostLinks.kind, [...kinds])))
    await tx
      .delete(ghostTasks)
      .where(and(eq(ghostTasks.task, 'push'), eq(ghostTasks.subject, postId)))
    await unlessNamed(tx.delete(posts).where(eq(posts.id, postId)))
  })
}

/** As PostgreSQL says that a row elsewhere names this one. */
const Named = z.object({ cause: z.object({ code: z.literal('23503') }) })

/** What was sold on a page stays on its receipts. */
async function unlessNamed(removal: Promise<unknown>): Promise<void> {
  try {
    await removal
  } catch (error) {
    if (!Named.safeParse(error).success) throw error
    throw new StillHeld(['Orders name this page as the seller. Leave it unpublished.'])
  }
}
