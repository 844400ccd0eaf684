import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { commentsTag } from '@rose-ash/shared/contracts/federation'
import { z } from 'zod'
import { conversation } from '../comments/queries.ts'
import { answeredIn, peopleIn, shownThreads } from '../comments/shown-comment.ts'

const yes = z.literal('yes').optional()
const params = z.object({
  post: z.uuid(),
  slug: z.string(),
  /** Nothing is written any more. */
  closed: yes,
  /** The page begins with this thread. */
  from: z.uuid().optional(),
  /** This thread alone. */
  thread: z.uuid().optional(),
  /** With the form to answer this comment. */
  reply: z.uuid().optional(),
  /** With the form to change this comment. */
  edit: z.uuid().optional(),
})

/** The conversation below a post, with the viewer's own ways to take part in it. */
export const commentsFragment: FastifyPluginAsyncZod = async (app) => {
  const { db, services, views, appConfig } = app
  const { blog, account } = appConfig.origins

  app.fragment('comments', { params }, async ({ params, viewer }) => {
    const { post: postId, slug, from, thread } = params
    const viewerId = viewer.kind === 'member' ? viewer.personId : null
    const found = await conversation(db, services, { postId, viewerId, from, thread })
    const threads = shownThreads(found, viewerId)
    const conversationUrl = `${blog}/${slug}/comments`
    const html = views.render('fragments/comments.njk', {
      ...params,
      ...found,
      threads,
      answered: viewerId && !params.closed ? answeredIn(threads, params.reply) : undefined,
      member: viewerId !== null,
      origin: blog,
      conversationUrl,
      nextHref: found.next && `${conversationUrl}?from=${found.next}`,
      signInHref: `${blog}/auth/login?return_to=${encodeURIComponent(`/${slug}/comments`)}`,
      profileHref: `${account}/profile`,
    })
    const people = peopleIn(found, viewerId).map((id) => `person:${id}`)
    return { html, tags: [commentsTag(postId), ...people] }
  })
}
