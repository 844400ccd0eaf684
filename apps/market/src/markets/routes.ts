import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { productTags } from '../products/product-tags.ts'
import { shelf } from '../products/queries.ts'
import { findMarket, listMarkets } from './queries.ts'

const params = z.object({ slug: z.string().max(200) })
const config = { access: 'public' as const }
const wholeShelf = 200

/** `/`: all markets; `/markets/:slug`: one shelf. */
export const marketRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, appConfig } = app

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

  app.get('/markets/:slug', { config, schema: { params } }, async (request, reply) =>
    reply.page('shelf.njk', {
      cache: {
        freshMs: 5_000,
        tags: ({ market, products }) => [`market:${market.id}`, ...productTags(products)],
      },
      async load() {
        const market = await findMarket(db, services, request.params.slug)
        if (!market) throw new NotFound('market')
        const products = await shelf(db, [market.id], wholeShelf)
        const { page } = market
        return {
          page: { title: market.title, description: market.description, app: 'market' },
          market: { ...market, seller: page && sellerOf(page) },
          products,
        }
      },
    }),
  )

  function sellerOf({ title, slug }: { title: string; slug: string }) {
    return { title, href: `${appConfig.origins.blog}/${slug}` }
  }
}
