import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { findProduct } from './find-product.ts'
import { productTags } from './product-tags.ts'
import { productView } from './product-view.ts'
import { relatedTo } from './queries.ts'
import { shownPictures } from './shown-pictures.ts'

const params = z.object({ slug: z.string().max(200) })

/** `/products/:slug`: a product and every way to buy it. */
export const productRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, appConfig } = app
  const config = { access: 'public' as const }

  app.get('/products/:slug', { config, schema: { params } }, async (request, reply) =>
    reply.page('product.njk', {
      cache: {
        freshMs: 5_000,
        tags: ({ product, related }) => [
          `market:${product.market.id}`,
          ...productTags([product, ...related]),
        ],
      },
      async load() {
        const product = await findProduct(db, services, request.params.slug)
        if (!product) throw new NotFound('product')
        const related = await relatedTo(db, { ...product, marketId: product.market.id })
        const chosen = product.variants.filter(({ choice }) => choice).map(({ id }) => id)
        const evensOut = await services.cart.evensOut(db, chosen)
        const pictures = await shownPictures(db, product, appConfig.origins.blog)
        return productView(product, { related, evensOut, pictures }, appConfig)
      },
    }),
  )
}
