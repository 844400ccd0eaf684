import { and, eq, isNull, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { Emitter } from '../../activitypub/index.ts'
import type { CommentPlace, NewComment } from '../../contracts/federation.ts'
import type { Db } from '../../db/index.ts'
import { comments } from '../../db/models/federation-comments.ts'
import { NotFound } from '../../errors/index.ts'
import { CommentGone, ThreadFull, TooFast } from './comment-errors.ts'
import { commentPlace } from './comment-place.ts'
import { tellOfComment } from './tell-of-comment.ts'

const perMinute = 5
/** Replies to one comment, as all of them are shown with it. */
const perThread = 200

/** @see FederationService.comment */
export async function sayComment(
  db: Db,
  emitter: Emitter,
  { post, personId, text, inReplyTo }: NewComment,
): Promise<CommentPlace> {
  return db.transaction(async (tx) => {
    await takeTurn(tx, personId)
    const threadId = inReplyTo ? await threadOf(tx, post.id, inReplyTo) : null
    const comment: Words = { postId: post.id, threadId, personId, text }
    const written = await write(tx, comment)
    const id = written ?? (await saidBefore(tx, comment))
    if (!id) throw new TooFast()
    if (written) {
      const answers = threadId ? { commentId: threadId } : { slug: post.slug }
      await tellOfComment(tx, emitter, { type: 'Create', id, text, answers })
    }
    return commentPlace(tx, id)
  })
}

interface Words {
  postId: string
  threadId: string | null
  personId: string
  text: string
}

/** Until the transaction ends this person says nothing else, so that no limit is overrun at once. */
async function takeTurn(tx: Db, personId: string): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`comments ${personId}`}, 0))`,
  )
}

const top = sql<string>`coalesce("comments"."in_reply_to", "comments"."id")`

/** The top comment that an answer to this one stands below. */
async function threadOf(tx: Db, postId: string, commentId: string): Promise<string> {
  const [found] = await tx
    .select({
      id: top,
      removedAt: comments.removedAt,
      replies: sql<number>`(select count(*)::int from federation.comments reply
        where reply.in_reply_to = ${top})`,
    })
    .from(comments)
    .where(and(eq(comments.id, commentId), eq(comments.postId, postId)))
  if (!found) throw new NotFound('comment')
  if (found.removedAt) throw new CommentGone()
  if (found.replies >= perThread) throw new ThreadFull()
  return found.id
}

/** Undefined when these words stand there already, or when this person has said much lately. */
async function write(tx: Db, words: Words): Promise<string | undefined> {
  const { postId, threadId, personId, text } = words
  const { rows } = await tx.execute<{ id: string }>(sql`
    insert into federation.comments (id, post_id, in_reply_to, person_id, text)
    select ${v7()}::uuid, ${postId}::uuid, ${threadId}::uuid, ${personId}::uuid, ${text}
    where (select count(*) from federation.comments lately
      where lately.person_id = ${personId}
        and lately.created_at > now() - interval '1 minute') < ${perMinute}
    on conflict (post_id, coalesce(in_reply_to, post_id), person_id, md5(text))
      where removed_at is null do nothing
    returning id`)
  return rows[0]?.id
}

async function saidBefore(tx: Db, words: Words): Promise<string | undefined> {
  const { postId, threadId, personId, text } = words
  const [found] = await tx
    .select({ id: comments.id })
    .from(comments)
    .where(
      and(
        eq(comments.postId, postId),
        sql`coalesce(${comments.inReplyTo}, ${comments.postId}) = ${threadId ?? postId}::uuid`,
        eq(comments.personId, personId),
        sql`md5(${comments.text}) = md5(${text})`,
        isNull(comments.removedAt),
      ),
    )
  return found?.id
}
