import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { marketsById } from '../markets/queries.ts'
import { productTags } from '../products/product-tags.ts'
import { shelf } from '../products/queries.ts'

const params = z.object({ market: z.uuid() })
const shown = 4

/** The beginning of one market's shelf, inside a story of the blog. */
export const marketShelf: FastifyPluginAsyncZod = async (app) => {
  const { db, views, appConfig } = app

  app.fragment('market-shelf', { params }, async ({ params }) => {
    const ids = [params.market]
    const [markets, products] = [await marketsById(db, ids), await shelf(db, ids, shown)]
    const shelves = markets.map((market) => ({
      ...market,
      href: `${appConfig.origins.market}/markets/${market.slug}`,
      products,
    }))
    const html = views.render('fragments/container-cards.njk', { shelves })
    return { html, tags: [`market:${params.market}`, ...productTags(products)] }
  })
}
