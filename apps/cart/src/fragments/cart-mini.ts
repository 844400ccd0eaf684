import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { basketTag } from '@rose-ash/shared/services/cart/baskets'
import { z } from 'zod'
import { ownerOf } from '../basket/owner.ts'
import { countBasket } from '../basket/queries.ts'

/** The basket in the frame of every page: a link with how many things lie in it. */
export const cartMini: FastifyPluginAsyncZod = async (app) => {
  app.fragment('cart-mini', { params: z.object({}) }, async ({ viewer }) => {
    const owner = ownerOf(viewer)
    const count = await countBasket(app.db, owner)
    const href = `${app.appConfig.origins.cart}/`
    return {
      html: app.views.render('fragments/cart-mini.njk', { count, href }),
      tags: owner ? [basketTag(owner)] : [],
    }
  })
}
