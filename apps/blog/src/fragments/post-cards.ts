import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { newestPosts } from '../posts/queries.ts'

const params = z.object({ limit: z.coerce.number().int().min(1).max(12).default(3) })

/** The newest stories, for the other apps' pages. */
export const postCards: FastifyPluginAsyncZod = async (app) => {
  app.fragment('post-cards', { params }, async ({ params }) => {
    const posts = await newestPosts(app.db, params.limit)
    const origin = app.appConfig.origins.blog
    const html = app.views.render('fragments/post-cards.njk', { posts, origin })
    return { html, tags: ['posts'] }
  })
}
