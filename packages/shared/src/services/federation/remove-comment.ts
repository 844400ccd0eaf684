import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Emitter } from '../../activitypub/index.ts'
import type { AccountService } from '../../contracts/account.ts'
import type { BlogService } from '../../contracts/blog.ts'
import type { CommentPlace, CommentRemoval } from '../../contracts/federation.ts'
import type { Db } from '../../db/index.ts'
import { comments } from '../../db/models/federation-comments.ts'
import { Forbidden, NotFound } from '../../errors/index.ts'
import { orSaidAlready } from './comment-errors.ts'
import { commentPlace } from './comment-place.ts'
import { tellOfComment } from './tell-of-comment.ts'

interface Needs extends Emitter {
  account: Pick<AccountService, 'holds'>
  blog: Pick<BlogService, 'writersOf'>
}

/** @see FederationService.removeComment */
export async function removeComment(
  db: Db,
  needs: Needs,
  { id, personId, reason }: CommentRemoval,
): Promise<CommentPlace> {
  return db.transaction(async (tx) => {
    const by = await roleFor(tx, needs, { id, personId })
    const removed = await tx
      .update(comments)
      .set({
        removedAt: sql`now()`,
        removedBy: by,
        hiddenReason: by === 'editor' ? (reason ?? null) : null,
      })
      .where(and(eq(comments.id, id), isNull(comments.removedAt)))
      .returning({ id: comments.id })
    if (removed.length > 0) await tellOfComment(tx, needs, { type: 'Delete', id })
    return commentPlace(tx, id)
  })
}

/** @see FederationService.returnComment */
export async function returnComment(
  db: Db,
  needs: Needs,
  { id, personId }: CommentRemoval,
): Promise<CommentPlace> {
  return db.transaction(async (tx) => {
    const removedBy = await roleFor(tx, needs, { id, personId })
    const [returned] = await orSaidAlready(
      tx
        .update(comments)
        .set({ removedAt: null, removedBy: null, hiddenReason: null })
        .where(and(eq(comments.id, id), eq(comments.removedBy, removedBy)))
        .returning({ text: comments.text }),
    )
    if (returned) await tellOfComment(tx, needs, { type: 'Update', id, ...returned })
    else await checkIsThere(tx, id)
    return commentPlace(tx, id)
  })
}

/** As whom a person may remove a comment: their own, else for who looks after the post. */
async function roleFor(
  tx: Db,
  { account, blog }: Needs,
  { id, personId }: CommentRemoval,
): Promise<'author' | 'editor'> {
  const person = sql`${personId}::uuid`
  const [found] = await tx
    .select({
      writtenBy: comments.personId,
      looksAfter: sql<boolean>`${account.holds(person, 'editor', 'admin')}
        or ${person} = any(${blog.writersOf(comments.postId)})`,
    })
    .from(comments)
    .where(eq(comments.id, id))
  if (!found) throw new NotFound('comment')
  if (found.writtenBy === personId) return 'author'
  if (found.looksAfter) return 'editor'
  throw new Forbidden()
}

/** What was hidden by somebody else does not come back by its writer, nor the other way round. */
async function checkIsThere(tx: Db, id: string): Promise<void> {
  const [found] = await tx
    .select({ removedAt: comments.removedAt })
    .from(comments)
    .where(eq(comments.id, id))
  if (found?.removedAt) throw new Forbidden()
}
