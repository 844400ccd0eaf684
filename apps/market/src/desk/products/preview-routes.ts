import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { Forbidden, NotFound, SignInNeeded } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { findHiddenProduct } from '../../products/find-product.ts'
import { showProduct } from '../../products/show-product.ts'
import { marketOfProduct, thisRunner } from '../runner.ts'
import { NothingToSell } from './change-status.ts'

const config = { access: 'owner' as const }
const params = z.object({ productId: z.uuid() })

/**
 * `/desk/products/:id/preview`: the page of a product as buyers will see it, before they do. There is
 * no such page for anybody who does not run its market, and it is made for each request.
 */
export const productPreviewRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services } = app

  app.get(
    '/desk/products/:productId/preview',
    { config, schema: { params } },
    async (request, reply) => {
      const { productId } = request.params
      await hideFromOthers(async () => {
        await marketOfProduct(db, app, await thisRunner(app, request), productId)
      })
      return reply.page('product.njk', {
        async load() {
          const product = await findHiddenProduct(db, services, productId)
          if (!product) throw new NothingToSell()
          const view = await showProduct(db, app, product)
          const preview = {
            editHref: `/desk/products/${productId}`,
            isShown: product.status === 'published',
          }
          return { ...view, page: { ...view.page, unlisted: true }, jsonLd: [], preview }
        },
      })
    },
  )
}

/** A draft is nobody's business: whoever may not see it hears that there is none. */
async function hideFromOthers(check: () => Promise<void>): Promise<void> {
  try {
    await check()
  } catch (error) {
    const isOther = error instanceof Forbidden || error instanceof SignInNeeded
    throw isOther ? new NotFound('product') : error
  }
}
