import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ordersOf } from '../orders/queries.ts'

/** A member's newest orders, for the account's dashboard. */
export const orderSummary: FastifyPluginAsyncZod = async (app) => {
  app.fragment('order-summary', { params: z.object({}) }, async ({ viewer }) => {
    const orders = viewer.kind === 'member' ? await ordersOf(app.db, viewer.personId, 10) : []
    const origin = app.appConfig.origins.cart
    return {
      html: app.views.render('fragments/order-summary.njk', { orders, origin }),
      tags: viewer.kind === 'member' ? [`orders:${viewer.personId}`] : [],
    }
  })
}
