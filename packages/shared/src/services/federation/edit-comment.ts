import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Emitter } from '../../activitypub/index.ts'
import type { CommentEdit, CommentPlace } from '../../contracts/federation.ts'
import type { Db } from '../../db/index.ts'
import { comments } from '../../db/models/federation-comments.ts'
import { Forbidden, NotFound } from '../../errors/index.ts'
import { CommentGone, orSaidAlready } from './comment-errors.ts'
import { commentPlace } from './comment-place.ts'
import { tellOfComment } from './tell-of-comment.ts'

/** @see FederationService.editComment */
export async function editComment(
  db: Db,
  emitter: Emitter,
  { id, personId, text }: CommentEdit,
): Promise<CommentPlace> {
  return db.transaction(async (tx) => {
    const changed = await orSaidAlready(
      tx
        .update(comments)
        .set({ text, editedAt: sql`now()` })
        .where(and(isOwn(id, personId), isNull(comments.removedAt), ne(comments.text, text)))
        .returning({ id: comments.id }),
    )
    if (changed.length > 0) await tellOfComment(tx, emitter, { type: 'Update', id, text })
    else await checkUnchanged(tx, id, personId)
    return commentPlace(tx, id)
  })
}

const isOwn = (id: string, personId: string) =>
  and(eq(comments.id, id), eq(comments.personId, personId))

/** Nothing was changed, which is right only where the words are the same. */
async function checkUnchanged(tx: Db, id: string, personId: string): Promise<void> {
  const [found] = await tx
    .select({ personId: comments.personId, removedAt: comments.removedAt })
    .from(comments)
    .where(eq(comments.id, id))
  if (!found) throw new NotFound('comment')
  if (found.personId !== personId) throw new Forbidden()
  if (found.removedAt) throw new CommentGone()
}
