import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { productTags } from '../products/product-tags.ts'
import { newest } from '../products/queries.ts'

const params = z.object({ limit: z.coerce.number().int().min(1).max(24).default(4) })

/** What is new on the shelves, for the other apps' pages. */
export const productCards: FastifyPluginAsyncZod = async (app) => {
  app.fragment('product-cards', { params }, async ({ params }) => {
    const products = await newest(app.db, params.limit)
    const origin = app.appConfig.origins.market
    const html = app.views.render('fragments/product-cards.njk', { products, origin })
    return { html, tags: ['markets', ...productTags(products)] }
  })
}
