import { desc, eq } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { Refusal } from '@rose-ash/shared/errors'
import { basketTag } from '@rose-ash/shared/services/cart/baskets'
import { z } from 'zod'
import { settlePayment } from '../payments/settle-payment.ts'
import { startPayment } from '../payments/start-payment.ts'
import { ensureOwner } from '../basket/owner.ts'
import { cancellableUntil, cancelOrder } from './cancel-order.ts'
import type { Order } from './change-state.ts'
import { orderAgain } from './order-again.ts'
import { findOrder } from './queries.ts'
import { orderView } from './order-view.ts'

const params = z.object({ orderId: z.uuid() })
const querystring = z.object({
  key: z.string().max(64).optional(),
  trouble: z.enum(['payment', 'cancellation']).optional(),
})
const schema = { params, querystring }
const config = { access: 'owner' as const }

/** `/orders/:orderId`: an order's page, paying it, giving it up, and coming back from paying. */
export const orderRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, shop } = app

  app.get('/orders/:orderId', { config, schema }, async (request, reply) => {
    const order = await open(request, request.params.orderId)
    const { trouble } = request.query
    if (order.state === 'draft') {
      return reply.redirect(`/orders/${order.id}/checkout?key=${order.accessKey}`, 303)
    }
    return reply.page('orders/order.njk', {
      load: async () => ({
        page: { title: `Order ${order.number}`, app: 'cart' },
        order: await orderView(db, services, order),
        ...(await cancelling(order)),
        trouble,
      }),
    })
  })

  app.post('/orders/:orderId/payments', { config, schema }, async (request, reply) => {
    const order = await open(request, request.params.orderId)
    try {
      return reply.redirect(await startPayment(db, shop, order.id), 303)
    } catch (error) {
      return troubled(request, reply, { order, error, trouble: 'payment' })
    }
  })

  app.post('/orders/:orderId/cancellation', { config, schema }, async (request, reply) => {
    const order = await open(request, request.params.orderId)
    try {
      await cancelOrder(db, shop, order)
    } catch (error) {
      return troubled(request, reply, { order, error, trouble: 'cancellation' })
    }
    return reply.redirect(`/orders/${order.id}?key=${order.accessKey}`, 303)
  })

  app.post('/orders/:orderId/again', { config, schema }, async (request, reply) => {
    const { id: orderId } = await open(request, request.params.orderId)
    const owner = ensureOwner(request, reply)
    await orderAgain(db, shop, { orderId, owner })
    await shop.purge([basketTag(owner)])
    return reply.redirect('/', 303)
  })

  app.get('/orders/:orderId/return', { config, schema }, async (request, reply) => {
    const { id, accessKey } = await open(request, request.params.orderId)
    const [last] = await db
      .select({ id: payments.id })
      .from(payments)
      .where(eq(payments.orderId, id))
      .orderBy(desc(payments.attempt))
      .limit(1)
    try {
      if (last) await settlePayment(db, shop, last.id)
    } catch (error) {
      request.log.warn({ err: error }, 'the payment provider does not answer; asking again later')
    }
    return reply.redirect(`/orders/${id}?key=${accessKey}`, 303)
  })

  /** The provider does not answer: the order's page says so. @throws what we said no to ourselves. */
  function troubled(
    request: FastifyRequest,
    reply: FastifyReply,
    { order, error, trouble }: { order: Order; error: unknown; trouble: string },
  ) {
    if (error instanceof Refusal) throw error
    request.log.error({ err: error }, 'the payment provider does not answer')
    return reply.redirect(`/orders/${order.id}?key=${order.accessKey}&trouble=${trouble}`, 303)
  }

  async function cancelling(order: Order) {
    const cancelUntil = await cancellableUntil(db, shop, order)
    return { cancellable: cancelUntil !== undefined, cancelUntil }
  }

  function open({ viewer, query }: FastifyRequest, orderId: string) {
    const { key } = querystring.parse(query)
    return findOrder(db, services, { orderId, asker: { viewer, key } })
  }
}
