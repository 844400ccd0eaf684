import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { productStatuses } from '@rose-ash/shared/db/models/market'
import { z } from 'zod'
import { marketRunBy, thisRunner } from '../runner.ts'
import { changeStatus } from './change-status.ts'
import { deskTags } from './desk-tags.ts'
import { duplicateProduct } from './duplicate-product.ts'
import { productForDesk, ProductListQuery, productsOfMarket } from './queries.ts'

const config = { access: 'manager' as const }
const ofMarket = z.object({ marketId: z.uuid() })
const ofProduct = z.object({ productId: z.uuid() })
const status = z.object({ status: z.enum(productStatuses) })

/** `/desk/markets/:id/products`: all that a market has. */
export const productListRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig } = app
  const list = { config, schema: { params: ofMarket, querystring: ProductListQuery } }
  app.get('/desk/markets/:marketId/products', list, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const { query } = request
    const market = await marketRunBy(db, app, runner, request.params.marketId)
    return reply.page('desk/products.njk', {
      async load() {
        const { products, before } = await productsOfMarket(db, market.id, query)
        return {
          page: { title: market.title, unlisted: true },
          market,
          query,
          currency: appConfig.currency,
          products,
          older: before && olderHref(market.id, query, before),
        }
      },
    })
  })
}

/** `/desk/products/:id/…`: one put on the shelf, copied, laid away. */
export const deskProductRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache } = app

  const one = { config, schema: { params: ofProduct } }
  const asked = { config, schema: { params: ofProduct, querystring: status } }
  app.get('/desk/products/:productId/status', asked, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const product = await productForDesk(db, app, runner, request.params.productId)
    return reply.page('desk/status.njk', {
      load: async () => ({
        page: { title: product.title, unlisted: true },
        product,
        wanted: request.query.status,
      }),
    })
  })

  const changed = { config, schema: { params: ofProduct, body: status } }
  app.post('/desk/products/:productId/status', changed, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const { productId } = request.params
    await changeStatus(db, app, { runner, productId, ...request.body })
    const { id, market, variants } = await productForDesk(db, app, runner, productId)
    const variantIds = variants.map((variant) => variant.id)
    await cache.purge(deskTags([{ id, marketId: market.id, variantIds }]))
    return reply.redirect(`/desk/products/${productId}`, 303)
  })

  app.post('/desk/products/:productId/copies', one, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const copy = await duplicateProduct(db, app, { runner, ...request.params })
    return reply.redirect(`/desk/products/${copy.id}`, 303)
  })
}

function olderHref(marketId: string, { q, status: shown, low }: ProductListQuery, before: string) {
  const query = new URLSearchParams({
    ...(q && { q }),
    ...(shown && { status: shown }),
    ...(low && { low }),
    before,
  })
  return `/desk/markets/${marketId}/products?${query.toString()}`
}
