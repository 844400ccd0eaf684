import { desc, eq } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { payments } from '@rose-ash/shared/db/models/cart'
import { z } from 'zod'
import { settlePayment } from '../payments/settle-payment.ts'
import { startPayment } from '../payments/start-payment.ts'
import { giveUpOrder } from './give-up-order.ts'
import { findOrder, orderView } from './queries.ts'

const params = z.object({ orderId: z.uuid() })
const querystring = z.object({
  key: z.string().max(64).optional(),
  trouble: z.literal('payment').optional(),
})
const schema = { params, querystring }
const config = { access: 'owner' as const }

/** `/orders/:orderId`: an order's page, paying it, giving it up, and coming back from paying. */
export const orderRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, shop } = app

  app.get('/orders/:orderId', { config, schema }, async (request, reply) => {
    const order = await open(request, request.params.orderId)
    const { trouble } = request.query
    return reply.page('orders/order.njk', {
      load: async () => ({
        page: { title: `Order ${order.number}`, app: 'cart' },
        order: await orderView(db, services, order),
        trouble,
      }),
    })
  })

  app.post('/orders/:orderId/payments', { config, schema }, async (request, reply) => {
    const order = await open(request, request.params.orderId)
    return reply.redirect(await startPayment(db, shop, order.id), 303)
  })

  app.post('/orders/:orderId/cancellation', { config, schema }, async (request, reply) => {
    const { id, accessKey } = await open(request, request.params.orderId)
    await giveUpOrder(db, shop, { orderId: id, to: 'cancelled', reason: 'cancelled by the buyer' })
    return reply.redirect(`/orders/${id}?key=${accessKey}`, 303)
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

  function open({ viewer, query }: FastifyRequest, orderId: string) {
    const { key } = querystring.parse(query)
    return findOrder(db, services, { orderId, asker: { viewer, key } })
  }
}
