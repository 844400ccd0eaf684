import { sql } from 'drizzle-orm'
import type { CommentPlace } from '../../contracts/federation.ts'
import { type Db, prepared } from '../../db/index.ts'
import { comments } from '../../db/models/federation-comments.ts'
import { NotFound } from '../../errors/index.ts'

/** So many threads stand on the post's own page; the others are on pages of the conversation. */
export const threadsPerPage = 50

/** @see FederationService.commentPlace */
export async function commentPlace(db: Db, id: string): Promise<CommentPlace> {
  const thread = sql<string>`coalesce("comments"."in_reply_to", "comments"."id")`
  const before = sql`select from federation.comments earlier
    where earlier.post_id = "comments"."post_id" and earlier.depth = 0
      and earlier.id < ${thread} limit ${sql.raw(String(threadsPerPage))}`
  const [found] = await prepared(db, 'federation_comment_place', (on) =>
    on
      .select({
        id: comments.id,
        postId: comments.postId,
        threadId: thread.as('thread_id'),
        early: sql<boolean>`(select count(*) from (${before}) few)
          < ${sql.raw(String(threadsPerPage))}`.as('early'),
      })
      .from(comments)
      .where(sql`${comments.id} = ${sql.placeholder('id')}`)
      .prepare('federation_comment_place'),
  ).execute({ id })
  if (!found) throw new NotFound('comment')
  return found
}
