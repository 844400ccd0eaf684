import { desc, eq } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Db } from '@rose-ash/shared/db'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { Refusal } from '@rose-ash/shared/errors'
import { money } from '@rose-ash/shared/money'
import { z } from 'zod'
import { findOrder } from '../../orders/queries.ts'
import { providerOf } from '../../merchants/account.ts'
import type { CardForm } from '../provider-kind.ts'
import { settlePayment } from '../settle-payment.ts'
import { startPayment } from '../start-payment.ts'

const params = z.object({ orderId: z.uuid() })
const querystring = z.object({ key: z.string().max(64).optional() })
const schema = { params, querystring }
const config = { access: 'owner' as const }

/**
 * `/orders/:orderId/card`: paying without leaving us, in the provider's own card form. What the form
 * says is not believed: it only makes the page ask us, and we ask the provider.
 */
export const cardRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, shop, appConfig } = app
  const forms = new WeakMap<FastifyRequest, CardForm>()

  const onSend = async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
    const strict = reply.getHeader('content-security-policy')
    const form = forms.get(request)
    if (form && typeof strict === 'string')
      reply.header('content-security-policy', form.policy(strict))
    return payload
  }

  app.get('/orders/:orderId/card', { config, schema, onSend }, async (request, reply) => {
    const order = await open(request, request.params.orderId)
    const orderUrl = `/orders/${order.id}?key=${order.accessKey}`
    const kind = await providerOf(db, order.merchantId)
    const form = kind.cardForm?.(appConfig)
    if (!form) return reply.redirect(orderUrl, 303)
    try {
      await startPayment(db, shop, order.id)
    } catch (error) {
      if (error instanceof Refusal) return reply.redirect(orderUrl, 303)
      request.log.warn({ err: error }, 'the payment provider does not answer')
      return reply.redirect(`${orderUrl}&trouble=payment`, 303)
    }
    const payment = await lastPayment(db, order.id)
    if (!payment?.checkoutId) return reply.redirect(orderUrl, 303)
    const { checkoutId, amountMinor, currency } = payment
    forms.set(request, form)
    return reply.page('widget/card.njk', {
      load: async () => ({
        page: { title: `Pay order ${order.number}`, unlisted: true },
        order: { id: order.id, number: order.number, accessKey: order.accessKey },
        heldUntil: order.heldUntil,
        checkoutId,
        total: money(amountMinor, currency),
        provider: kind.title,
        form,
      }),
    })
  })

  app.post('/orders/:orderId/card', { config, schema }, async (request, reply) => {
    const { id, accessKey } = await open(request, request.params.orderId)
    const payment = await lastPayment(db, id)
    try {
      if (payment) await settlePayment(db, shop, payment.id)
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

async function lastPayment(db: Db, orderId: string) {
  const [last] = await db
    .select()
    .from(payments)
    .where(eq(payments.orderId, orderId))
    .orderBy(desc(payments.attempt))
    .limit(1)
  return last
}
