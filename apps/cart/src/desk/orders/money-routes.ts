import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { eq } from 'drizzle-orm'
import { refundMethods, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { NotFound, Refusal } from '@rose-ash/shared/errors'
import { money } from '@rose-ash/shared/money'
import { z } from 'zod'
import { receiveCash } from '../../handing-over/receive-cash.ts'
import { typed } from '../../merchants/desk/slips.ts'
import { orderTags } from '../../orders/order-tags.ts'
import { whatIsLeft } from '../../refunds/split-refund.ts'
import { checkWhole, orderFor, thisClerk } from '../clerk.ts'
import { giveOtherwise, sendAgain } from './failed-refunds.ts'
import { showOrder } from './order-routes.ts'
import { checkLeft, readRefund } from './read-refund.ts'
import { refundAtDesk } from './refund-at-desk.ts'

const config = { access: 'manager' as const }
const params = z.object({ orderId: z.uuid() })
const refundParams = z.object({ refundId: z.uuid() })
const cash = z.object({
  requestKey: z.uuid(),
  amountMinor: z.coerce.number().int().positive(),
  confirmed: z.literal('yes').optional(),
})
const failed = z.object({
  how: z.enum(['again', 'cash', 'credit']),
  confirmed: z.literal('yes').optional(),
})

/** `/desk/orders/:orderId/cash`: it was paid over the counter; asked once more before it is written down. */
export const cashRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, shop } = app
  const options = { config, schema: { params, body: cash } }

  app.post('/desk/orders/:orderId/cash', options, async (request, reply) => {
    const clerk = await thisClerk(app, request)
    const { personId } = clerk
    const { orderId } = request.params
    const found = await orderFor(db, clerk, orderId)
    checkWhole(found)
    const { confirmed, ...fields } = request.body
    if (!confirmed) {
      const { number, name, currency } = found.order
      const ask = {
        title: `Was order ${number} paid?`,
        amount: money(fields.amountMinor, currency),
        says: `is written down as paid by ${name} over the counter.`,
        button: 'Yes, it was paid',
      }
      return reply.page('desk/confirm.njk', asked(clerk, request, { ask, fields, orderId }))
    }
    try {
      await receiveCash(db, shop, { orderId, personId, ...fields })
    } catch (error) {
      return showOrder(app, request, reply, { slip: slipOf(error) })
    }
    await shop.purge(await orderTags(db, orderId))
    return reply.redirect(`/desk/orders/${orderId}?done=cash`, 303)
  })
}

/** `/desk/orders/:orderId/refunds`: money goes back, whole or by line; asked once more before it does. */
export const refundRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, shop } = app
  const options = { config, schema: { params, body: typed } }

  app.post('/desk/orders/:orderId/refunds', options, async (request, reply) => {
    const clerk = await thisClerk(app, request)
    const { orderId } = request.params
    const found = await orderFor(db, clerk, orderId)
    const isMeant = request.body['confirmed'] === 'yes'
    try {
      const { refund, totalMinor, what } = readRefund(request.body, found)
      if (isMeant) {
        await refundAtDesk(db, shop, { clerk, refund: { orderId, ...refund } })
        return await reply.redirect(`/desk/orders/${orderId}?done=refund#refunds`, 303)
      }
      if (totalMinor === null) checkWhole(found)
      checkLeft(refund, found)
      const { number, name, currency } = found.order
      const ask = {
        title: `Give money back for order ${number}?`,
        amount: money(totalMinor ?? (await whatIsLeft(db, found.order)), currency),
        says: `goes back to ${name}${words[refund.method]}. ${what}`,
        button: 'Yes, give it back',
      }
      const asking = { ask, fields: request.body, orderId }
      return await reply.page('desk/confirm.njk', asked(clerk, request, asking))
    } catch (error) {
      return showOrder(app, request, reply, { slip: slipOf(error), form: request.body })
    }
  })
}

/** `/desk/refunds/:refundId`: what the provider refused is sent again, or given another way. */
export const failedRefundRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, shop } = app
  const options = { config, schema: { params: refundParams, body: failed } }

  app.post('/desk/refunds/:refundId', options, async (request, reply) => {
    const clerk = await thisClerk(app, request)
    const { refundId } = request.params
    const { how, confirmed } = request.body
    const [refund] = await db.select().from(refunds).where(eq(refunds.id, refundId))
    if (!refund) throw new NotFound('refund')
    const { orderId, amountMinor, currency } = refund
    const found = await orderFor(db, clerk, orderId)
    checkWhole(found)
    if (confirmed) {
      if (how === 'again') await sendAgain(db, shop, { clerk, refundId })
      else await giveOtherwise(db, shop, { clerk, refundId, method: how })
      return reply.redirect(`/desk/orders/${orderId}?done=refund#refunds`, 303)
    }
    const { number, name } = found.order
    const way = how === 'again' ? ': we ask the payment provider once more' : words[how]
    const ask = {
      title: `Give money back for order ${number}?`,
      amount: money(amountMinor, currency),
      says: `goes back to ${name}${way}.`,
      button: how === 'again' ? 'Yes, try again' : 'Yes, give it back so',
    }
    return reply.page('desk/confirm.njk', asked(clerk, request, { ask, fields: { how }, orderId }))
  })
}

const words: Record<(typeof refundMethods)[number], string> = {
  provider: ' the way it came',
  credit: ' as credit on their balance',
  cash: ' in cash, from your till',
}

interface Asking {
  ask: object
  fields: Record<string, string | number>
  orderId: string
}

function asked({ isAdmin }: { isAdmin: boolean }, request: FastifyRequest, asking: Asking) {
  const { ask, orderId } = asking
  const fields = Object.entries(asking.fields).filter(([name]) => name !== 'confirmed')
  return {
    load: async () => ({
      page: { title: 'One more look', app: 'cart', unlisted: true },
      isAdmin,
      ask,
      fields,
      action: request.url,
      back: `/desk/orders/${orderId}`,
    }),
  }
}

/** What is wrong with a form, for whoever filled it in. Anything else is thrown on. */
function slipOf(error: unknown): { status: number; message: string } {
  if (error instanceof z.ZodError) {
    return { status: 400, message: error.issues[0]?.message ?? 'Look at the form again.' }
  }
  if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
  return { status: error.status, message: error.message }
}
