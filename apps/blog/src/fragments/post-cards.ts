import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { shownCards } from '../posts/card-picture.ts'
import { newestPosts, relatedPosts } from '../posts/chosen.ts'

const params = z.object({
  limit: z.coerce.number().int().min(1).max(12).default(3),
  /** The story that is being read: others like it, and not itself. */
  like: z.uuid().optional(),
})

/** The newest stories for the other apps' pages, and those like one that is being read. */
export const postCards: FastifyPluginAsyncZod = async (app) => {
  app.fragment('post-cards', { params }, async ({ params }) => {
    const { limit, like } = params
    const found = like ? await relatedPosts(app.db, like, limit) : await newestPosts(app.db, limit)
    const origin = app.appConfig.origins.blog
    const posts = shownCards(found, { origin })
    const html = app.views.render('fragments/post-cards.njk', { posts, origin, like })
    return { html, tags: ['posts'] }
  })
}
