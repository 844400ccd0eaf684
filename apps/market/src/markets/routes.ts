import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { listMarkets } from './queries.ts'

const config = { access: 'public' as const }

/** `/`: all markets. */
export const marketRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services } = app

  app.get('/', { config }, async (_request, reply) =>
    reply.page('home.njk', {
      cache: { freshMs: 30_000, tags: () => ['markets'] },
      async load() {
        const markets = await listMarkets(db, services)
        return {
          page: { title: 'Market', app: 'market' },
          markets: markets.map((market) => ({
            ...market,
            href: `/markets/${market.slug}`,
            seller: market.page?.title,
          })),
        }
      },
    }),
  )
}
