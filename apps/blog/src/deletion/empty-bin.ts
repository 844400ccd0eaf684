import { and, asc, eq, inArray, isNotNull, lt, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { ghostLinks } from '@rose-ash/shared/db/models/blog-ghost'
import { goneSlugs, slugHistory } from '@rose-ash/shared/db/models/blog-writing'
import { NotFound } from '@rose-ash/shared/errors'
import { checkEdits, type Editor } from '../editing/editor.ts'
import { removeRow } from './remove-row.ts'
import { StillHeld } from './still-held.ts'
import { type Needs, whatHolds } from './what-holds.ts'

/** So long can something be taken out of the bin again. */
export const BIN_DAYS = 30

/**
 * Deletes what has been in the bin for 30 days, each for itself. What something needs by now, such as
 * a market that was attached meanwhile, stays in the bin.
 *
 * @returns how many are gone.
 * @throws {AggregateError} of what broke for single ones, after everything else is gone.
 */
export async function emptyBin(db: Db, services: Needs, now: Date = new Date()): Promise<number> {
  const before = new Date(now.getTime() - BIN_DAYS * 86_400_000)
  const due = await db
    .select({ id: posts.id })
    .from(posts)
    .where(lt(posts.deletedAt, before))
    .orderBy(asc(posts.deletedAt))
  let gone = 0
  const broken: unknown[] = []
  for (const { id } of due) {
    try {
      await db.transaction((tx) => remove(tx, services, id, before))
      gone += 1
    } catch (error) {
      const expected = error instanceof StillHeld || error instanceof NotFound
      if (!expected) broken.push(error)
    }
  }
  if (broken.length > 0) throw new AggregateError(broken, 'parts of the bin could not be emptied')
  return gone
}

/**
 * Deletes one thing in the bin for good: with its versions and everybody's unsaved words. Its
 * addresses say that it is gone, where readers once saw it.
 *
 * @throws {StillHeld} and changes nothing. @throws {NotFound} when it is not in the bin.
 * @throws {Forbidden} for an author whose it is not.
 */
export async function deleteForGood(
  db: Db,
  services: Needs,
  { editor, postId }: { editor: Editor; postId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    await checkEdits(tx, editor, postId)
    await remove(tx, services, postId, sql`'infinity'`)
  })
}

/** Somebody may have taken it out of the bin a moment ago. */
async function remove(
  tx: Db,
  services: Needs,
  postId: string,
  before: Date | ReturnType<typeof sql>,
): Promise<void> {
  const [post] = await tx
    .select({ slug: posts.slug, status: posts.status })
    .from(posts)
    .where(and(eq(posts.id, postId), isNotNull(posts.deletedAt), lt(posts.deletedAt, before)))
    .for('update')
  if (!post) throw new NotFound('post in the bin')
  const reasons = await whatHolds(tx, services, postId)
  if (reasons.length > 0) throw new StillHeld(reasons)
  if (post.status === 'unpublished') await rememberGone(tx, postId, post.slug)
  const kinds = inArray(ghostLinks.kind, ['post', 'page'])
  await tx.delete(ghostLinks).where(and(eq(ghostLinks.localId, postId), kinds))
  await removeRow(tx, postId)
}

async function rememberGone(tx: Db, postId: string, slug: string): Promise<void> {
  const earlier = await tx
    .select({ slug: slugHistory.slug })
    .from(slugHistory)
    .where(eq(slugHistory.postId, postId))
  await tx
    .insert(goneSlugs)
    .values([{ slug }, ...earlier])
    .onConflictDoNothing()
}
