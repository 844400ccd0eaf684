import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { productTags } from '../products/product-tags.ts'
import { goesWith } from '../products/queries.ts'

const params = z.object({ product: z.uuid() })

/** What goes with a product, below it on its page; nothing where nothing does. */
export const goesWithFragment: FastifyPluginAsyncZod = async (app) => {
  const { db, views, appConfig } = app

  app.fragment('goes-with', { params }, async ({ params }) => {
    const { slug, products } = (await goesWith(db, params.product)) ?? { slug: '', products: [] }
    const returnTo = `${appConfig.origins.market}/products/${slug}`
    const html = views.render('fragments/goes-with.njk', { products, returnTo })
    return { html, tags: [`product:${params.product}`, ...productTags(products)] }
  })
}
