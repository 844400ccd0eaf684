import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { commentsTag } from '@rose-ash/shared/contracts/federation'
import { NotFound, SignInNeeded } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { talkedOfById } from './queries.ts'
import { orShowAgain } from './show-again.ts'
import { leadTo, placeHref, typed, wordsOf, writerBelow } from './take-words.ts'

const params = z.object({ commentId: z.uuid() })
const Removal = z
  .object({
    reason: z.string().trim().max(300).optional(),
    /** The page of the desk that it was done on. */
    back: z
      .string()
      .regex(/^\/comments(\?before=[0-9a-f-]{36})?$/)
      .optional()
      .catch(undefined),
  })
  .nullish()

/** `/comments/:commentId`: where a comment lives for good; and to change, remove and return it. */
export const commentRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, cache } = app
  const { federation } = services
  const one = '/comments/:commentId'
  const find = async (commentId: string) => {
    const place = await federation.commentPlace(db, commentId)
    const post = await talkedOfById(db, place.postId)
    if (!post) throw new NotFound('comment')
    return { place, post }
  }

  const shown = { config: { access: 'public' as const }, schema: { params } }
  app.get(one, shown, async (request, reply) => {
    const { place, post } = await find(request.params.commentId)
    return reply.redirect(placeHref(post.slug, place), 302)
  })

  const owner = { access: 'owner' as const }
  const sent = { config: owner, schema: { params, body: z.object({ text: typed }) } }
  app.post(`${one}/text`, sent, async (request, reply) => {
    const { commentId: id } = request.params
    const { post } = await find(id)
    const { text } = request.body
    return orShowAgain(app, reply, { post, action: `/comments/${id}/text`, text }, async () => {
      const personId = await writerBelow(app, request, post)
      const place = await federation.editComment(db, { id, personId, text: wordsOf(text) })
      return leadTo(app, reply, { slug: post.slug, place })
    })
  })

  const members = { config: { access: 'member' as const }, schema: { params, body: Removal } }
  for (const [path, change] of [
    ['removal', federation.removeComment],
    ['return', federation.returnComment],
  ] as const) {
    app.post(`${one}/${path}`, members, async (request, reply) => {
      const { back, reason } = request.body ?? {}
      const { commentId: id } = request.params
      const place = await change(db, {
        id,
        personId: memberOf(request),
        reason: reason || undefined,
      })
      await cache.purge([commentsTag(place.postId)])
      return lead(reply, place, back)
    })
  }

  /** Back to the desk, or to where the comment is; it may be below a post that is not shown now. */
  async function lead(
    reply: FastifyReply,
    place: Awaited<ReturnType<typeof federation.commentPlace>>,
    back: string | undefined,
  ): Promise<FastifyReply> {
    if (back) return reply.redirect(`${back}#comment-${place.id}`, 303)
    const post = await talkedOfById(db, place.postId)
    return reply.redirect(post ? placeHref(post.slug, place) : '/', 303)
  }
}

function memberOf({ viewer }: FastifyRequest): string {
  if (viewer.kind !== 'member') throw new SignInNeeded()
  return viewer.personId
}
