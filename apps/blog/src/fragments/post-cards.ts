import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { newestPosts } from '../posts/queries.ts'

const params = z.object({
  limit: z.coerce.number().int().min(1).max(12).default(3),
  /** The story that is being read already. */
  except: z.uuid().optional(),
})

/** The newest stories, for the other apps' pages. */
export const postCards: FastifyPluginAsyncZod = async (app) => {
  app.fragment('post-cards', { params }, async ({ params }) => {
    const { limit, except } = params
    const newest = await newestPosts(app.db, limit + 1)
    const posts = newest.filter(({ id }) => id !== except).slice(0, limit)
    const origin = app.appConfig.origins.blog
    const html = app.views.render('fragments/post-cards.njk', { posts, origin })
    return { html, tags: ['posts'] }
  })
}
