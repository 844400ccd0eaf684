import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { findProduct } from './find-product.ts'
import { productTags } from './product-tags.ts'
import { showProduct } from './show-product.ts'

const params = z.object({ slug: z.string().max(200) })

/** `/products/:slug`: a product and every way to buy it. */
export const productRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, appConfig } = app
  const config = { access: 'public' as const }

  app.get('/products/:slug', { config, schema: { params } }, async (request, reply) =>
    reply.page('product.njk', {
      cache: {
        freshMs: 5_000,
        tags: ({ product }) => [`market:${product.market.id}`, ...productTags([product])],
      },
      async load() {
        const product = await findProduct(db, services, request.params.slug)
        if (!product) throw new NotFound('product')
        return showProduct(db, { services, appConfig }, product)
      },
    }),
  )
}
