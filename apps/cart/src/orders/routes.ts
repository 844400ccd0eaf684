import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { basketTag } from '@rose-ash/shared/services/cart/baskets'
import { z } from 'zod'
import { ensureOwner } from '../basket/owner.ts'
import { providerOf } from '../merchants/account.ts'
import { cancellableUntil } from './cancel-order.ts'
import type { Order } from './change-state.ts'
import { orderAgain } from './order-again.ts'
import { openOrder, orderKey } from './open-order.ts'
import { orderView } from './order-view.ts'

const params = z.object({ orderId: z.uuid() })
const querystring = orderKey.extend({
  trouble: z.enum(['payment', 'cancellation']).optional(),
})
const schema = { params, querystring }
const config = { access: 'owner' as const }

/** `/orders/:orderId`: an order's page, and having the same once more. */
export const orderRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, shop } = app

  app.get('/orders/:orderId', { config, schema }, async (request, reply) => {
    const order = await openOrder(app, request, request.params.orderId)
    const { trouble } = request.query
    if (order.state === 'draft') {
      return reply.redirect(`/orders/${order.id}/checkout?key=${order.accessKey}`, 303)
    }
    return reply.page('orders/order.njk', {
      load: async () => ({
        page: { title: `Order ${order.number}`, app: 'cart' },
        order: await orderView(db, services, order),
        ...(await cancelling(order)),
        hasCardForm: (await providerOf(db, order.merchantId)).cardForm !== undefined,
        trouble,
      }),
    })
  })

  app.post('/orders/:orderId/again', { config, schema }, async (request, reply) => {
    const { id: orderId } = await openOrder(app, request, request.params.orderId)
    const owner = ensureOwner(request, reply)
    await orderAgain(db, shop, { orderId, owner })
    await shop.purge([basketTag(owner)])
    return reply.redirect('/', 303)
  })

  async function cancelling(order: Order) {
    const cancelUntil = await cancellableUntil(db, shop, order)
    return { cancellable: cancelUntil !== undefined, cancelUntil }
  }
}
