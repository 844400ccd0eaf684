import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { conversationOf } from './conversation.ts'
import { CommentsClosed } from './errors.ts'
import { mayRead, talkedOfAt } from './queries.ts'
import { orShowAgain } from './show-again.ts'
import { leadTo, typed, wordsOf, writerBelow } from './take-words.ts'

const url = '/:slug/comments'
const params = z.object({ slug: z.string().max(200) })
const one = z.uuid().optional().catch(undefined)
/** Which page of it, one thread alone, and which form is open in that. */
const querystring = z.object({ from: one, thread: one, reply: one, edit: one })
const body = z.object({ text: typed, inReplyTo: z.uuid().optional() })

/** `/:slug/comments`: what is said below a post, as a page of its own; and to say something. */
export const conversationRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services } = app
  const { blog } = app.appConfig.origins
  const find = async (slug: string) => {
    const post = await talkedOfAt(db, slug)
    if (!post) throw new NotFound('story')
    return post
  }

  const shown = { config: { access: 'public' as const }, schema: { params, querystring } }
  app.get(url, shown, async (request, reply) => {
    const post = await find(request.params.slug)
    const here = `/${post.slug}`
    if (!(await mayRead(db, post, request.viewer))) return reply.redirect(here, 303)
    if (post.slug !== request.params.slug) return reply.redirect(`${here}/comments`, 301)
    const { from, thread, reply: answered, edit } = request.query
    // Strangers have no forms, and share one copy of each page.
    const forms = { ...(answered && { reply: answered }), ...(edit && { edit }) }
    const conversation = {
      ...conversationOf(post),
      ...(from && { from }),
      ...(thread && { thread }),
      ...(request.viewer.kind === 'member' && forms),
    }
    const title = `Comments on “${post.title}”`
    const page = { title, unlisted: true, canonical: blog + here }
    return reply.page('comments/conversation.njk', { load: () => ({ page, post, conversation }) })
  })

  const sent = { config: { access: 'owner' as const }, schema: { params, body } }
  app.post(url, sent, async (request, reply) => {
    const post = await find(request.params.slug)
    const { text, inReplyTo } = request.body
    const form = { post, action: `/${post.slug}/comments`, text, inReplyTo }
    return orShowAgain(app, reply, form, async () => {
      const personId = await writerBelow(app, request, post)
      if (!post.commentsOpen) throw new CommentsClosed()
      const comment = { post, personId, text: wordsOf(text), inReplyTo }
      const place = await services.federation.comment(db, comment)
      return leadTo(app, reply, { slug: post.slug, place })
    })
  })
}
