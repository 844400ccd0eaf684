import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type CommentPlace, commentsTag, CommentText } from '@rose-ash/shared/contracts/federation'
import { BadInput } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { BehindTheWall, SignInToWrite } from './errors.ts'
import { mayRead, type TalkedOf } from './queries.ts'

/** Longer than what is taken, so that it can be shown again. */
export const typed = z.string().max(100_000)

/** Who writes below this post. @throws {SignInToWrite} @throws {BehindTheWall} */
export async function writerBelow(
  { db }: FastifyInstance,
  { viewer }: FastifyRequest,
  post: TalkedOf,
): Promise<string> {
  if (viewer.kind !== 'member') throw new SignInToWrite()
  if (!(await mayRead(db, post, viewer))) throw new BehindTheWall(post.visibility)
  return viewer.personId
}

/** What was typed, as it is kept. @throws {BadInput} */
export function wordsOf(typed: string): string {
  const { data, error } = CommentText.safeParse(typed)
  if (data === undefined) throw new BadInput(error?.issues[0]?.message ?? 'Write it again.')
  return data
}

/** Once a comment has changed: to where it stands. */
export async function leadTo(
  { cache }: FastifyInstance,
  reply: FastifyReply,
  { slug, place }: { slug: string; place: CommentPlace },
): Promise<FastifyReply> {
  await cache.purge([commentsTag(place.postId)])
  return reply.redirect(placeHref(slug, place), 303)
}

/** On the post's own page, or on a page of its thread. */
export function placeHref(slug: string, { id, threadId, early }: CommentPlace): string {
  const page = early ? `/${slug}` : `/${slug}/comments?thread=${threadId}`
  return `${page}#comment-${id}`
}
