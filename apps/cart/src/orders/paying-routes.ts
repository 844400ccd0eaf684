import { desc, eq } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { Refusal } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { settlePayment } from '../payments/settle-payment.ts'
import { startPayment } from '../payments/start-payment.ts'
import { cancelOrder } from './cancel-order.ts'
import type { Order } from './change-state.ts'
import { openOrder, orderKey } from './open-order.ts'

const schema = { params: z.object({ orderId: z.uuid() }), querystring: orderKey }
const config = { access: 'owner' as const }

/** Below `/orders/:orderId`: paying it, giving it up, and coming back from paying. */
export const payingRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, shop } = app

  app.post('/orders/:orderId/payments', { config, schema }, async (request, reply) => {
    const order = await openOrder(app, request, request.params.orderId)
    try {
      return reply.redirect(await startPayment(db, shop, order.id), 303)
    } catch (error) {
      return troubled(request, reply, { order, error, trouble: 'payment' })
    }
  })

  app.post('/orders/:orderId/cancellation', { config, schema }, async (request, reply) => {
    const order = await openOrder(app, request, request.params.orderId)
    try {
      await cancelOrder(db, shop, order)
    } catch (error) {
      return troubled(request, reply, { order, error, trouble: 'cancellation' })
    }
    return reply.redirect(`/orders/${order.id}?key=${order.accessKey}`, 303)
  })

  app.get('/orders/:orderId/return', { config, schema }, async (request, reply) => {
    const { id, accessKey } = await openOrder(app, request, request.params.orderId)
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
}

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
