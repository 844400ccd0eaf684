import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { productTags } from '../products/product-tags.ts'
import { productCard } from '../products/queries.ts'

const params = z.object({ product: z.uuid() })

/** One product as it can be bought now, inside a story of the blog. */
export const productCardFragment: FastifyPluginAsyncZod = async (app) => {
  const { db, views } = app

  app.fragment('product-card', { params }, async ({ params }) => {
    const product = await productCard(db, params.product)
    if (!product) return { html: '', tags: [`product:${params.product}`] }
    const html = views.render('fragments/product-card.njk', { product })
    return { html, tags: productTags([product]) }
  })
}
