import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { marketsById } from '../markets/queries.ts'
import { productTags } from '../products/product-tags.ts'
import { shelf } from '../products/queries.ts'

const params = z.object({ page: z.uuid() })
const shown = 8

/** The markets of a page as shelves, shown on that page. */
export const containerCards: FastifyPluginAsyncZod = async (app) => {
  const { db, services, views, appConfig } = app

  app.fragment('container-cards', { params }, async ({ params }) => {
    const ids = await services.blog.attachedTo(db, params.page, 'market')
    const markets = await marketsById(db, ids)
    const products = await shelf(db, ids, shown * Math.max(1, ids.length))
    const shelves = markets.map((market) => ({
      ...market,
      href: `${appConfig.origins.market}/markets/${market.slug}`,
      products: products.filter(({ marketId }) => marketId === market.id).slice(0, shown),
    }))
    const html = views.render('fragments/container-cards.njk', {
      shelves,
      origin: appConfig.origins.market,
    })
    return { html, tags: [...ids.map((id) => `market:${id}`), ...productTags(products)] }
  })
}
