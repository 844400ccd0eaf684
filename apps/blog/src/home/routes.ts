import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { fragment } from '@rose-ash/shared/fragments'
import { shownCard, shownCards } from '../posts/card-picture.ts'
import { frontPosts } from '../posts/chosen.ts'

const shown = 13

/** `/`: the featured story large, else the newest, the others in a grid, and what the neighbours have. */
export const homeRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/', { config: { access: 'public' } }, async (_request, reply) =>
    reply.page('home.njk', {
      cache: { freshMs: 30_000, tags: () => ['posts'] },
      fragments: [fragment('events/upcoming'), fragment('market/product-cards')],
      async load() {
        const [lead, ...posts] = await frontPosts(app.db, shown)
        const { name, tagline } = app.appConfig.cooperative
        return {
          page: { title: name, description: tagline, app: 'blog' },
          lead: lead && shownCard(lead, { lead: true }),
          posts: shownCards(posts),
        }
      },
    }),
  )
}
