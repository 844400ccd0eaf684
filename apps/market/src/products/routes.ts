import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { productTags } from './product-tags.ts'
import { findProduct } from './queries.ts'

const params = z.object({ slug: z.string().max(200) })

/** `/products/:slug`: a product and every way to buy it. */
export const productRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, appConfig } = app
  const config = { access: 'public' as const }

  app.get('/products/:slug', { config, schema: { params } }, async (request, reply) =>
    reply.page('product.njk', {
      cache: { freshMs: 5_000, tags: ({ product }) => productTags([product]) },
      async load() {
        const product = await findProduct(db, services, request.params.slug)
        if (!product) throw new NotFound('product')
        const { market, page, title, description } = product
        const { blog, market: origin } = appConfig.origins
        return {
          page: {
            title,
            description,
            canonical: `${origin}/products/${product.slug}`,
            app: 'market',
          },
          product: {
            ...product,
            market: { ...market, href: `/markets/${market.slug}` },
            seller: page && { title: page.title, href: `${blog}/${page.slug}` },
          },
        }
      },
    }),
  )
}
