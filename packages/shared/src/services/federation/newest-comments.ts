import { and, desc, inArray, lt, sql } from 'drizzle-orm'
import type { AccountService } from '../../contracts/account.ts'
import type { CommentRow, NewestComments } from '../../contracts/federation.ts'
import type { Db } from '../../db/index.ts'
import { comments } from '../../db/models/federation-comments.ts'

/** @see FederationService.newestComments */
export async function newestComments(
  db: Db,
  { account }: { account: Pick<AccountService, 'publicName'> },
  { postIds, before, limit }: NewestComments,
): Promise<CommentRow[]> {
  const { id, postId, personId, text, createdAt, removedBy, hiddenReason } = comments
  const name = account.publicName(comments.personId)
  return db
    .select({ id, postId, personId, text, name, createdAt, removedBy, hiddenReason })
    .from(comments)
    .where(
      and(
        sql`${removedBy} is distinct from 'author'`,
        postIds === null ? undefined : inArray(postId, [...postIds]),
        before ? lt(id, before) : undefined,
      ),
    )
    .orderBy(desc(id))
    .limit(limit)
}
