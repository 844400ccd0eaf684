import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { Refusal } from '@rose-ash/shared/errors'
import { basketTag } from '@rose-ash/shared/services/cart/baskets'
import { z } from 'zod'
import { basketOwner } from '../basket/owner.ts'
import { openOrder, orderKey } from '../orders/open-order.ts'
import { orderTags } from '../orders/order-tags.ts'
import { beginCheckout } from './begin-checkout.ts'
import { BuyerForm, CheckoutForm } from './checkout-form.ts'
import { addressProblems, chooseByForm } from './choose-by-form.ts'
import { chooseHandovers } from './choose-handovers.ts'
import { BasketEmpty, HoldOver } from './errors.ts'
import { endDraft, messageOf, pageOf, sendOrder, showCheckout } from './send-checkout.ts'

const begin = z.object({ merchant: z.uuid(), request_key: z.uuid() })
const params = z.object({ orderId: z.uuid() })
const schema = { params, querystring: orderKey }
const config = { access: 'owner' as const }

/** `/checkout`: begins one; `/orders/:orderId/checkout`: the one page before paying. */
export const checkoutRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, shop } = app

  app.post('/checkout', { config, schema: { body: begin } }, async (request, reply) => {
    const owner = basketOwner(request)
    if (!owner) throw new BasketEmpty()
    const { merchant: merchantId, request_key: requestKey } = request.body
    const order = await beginCheckout(db, shop, { owner, merchantId, requestKey })
    await chooseHandovers(db, shop, { orderId: order.id, choices: new Map(), address: undefined })
    await shop.purge([basketTag(owner), ...(await orderTags(db, order.id))])
    return reply.redirect(pageOf(order, '/checkout'), 303)
  })

  app.get('/orders/:orderId/checkout', { config, schema }, async (request, reply) => {
    const order = await openOrder(app, request, request.params.orderId)
    if (order.state !== 'draft') return reply.redirect(pageOf(order), 303)
    return showCheckout(app, request, reply, { order, form: undefined, problems: {} })
  })

  app.post(
    '/orders/:orderId/checkout',
    { config, schema: { ...schema, body: CheckoutForm } },
    async (request, reply) => {
      const found = await openOrder(app, request, request.params.orderId)
      if (found.state !== 'draft') return reply.redirect(pageOf(found), 303)
      const form = request.body
      const { order, problems } = await chooseByForm(db, shop, { orderId: found.id, form })
      if (form.update !== undefined)
        return showCheckout(app, request, reply, { order, form, problems })
      const buyer = BuyerForm.safeParse({ ...form, email: request.session?.email ?? form.email })
      if (!buyer.success || Object.keys(problems).length > 0) {
        const missing = buyer.success ? {} : z.flattenError(buyer.error).fieldErrors
        const all = { ...missing, ...problems }
        return showCheckout(app, request, reply.code(422), { order, form, problems: all })
      }
      try {
        return await sendOrder(app, request, reply, { order, form, buyer: buyer.data })
      } catch (error) {
        if (error instanceof HoldOver) await endDraft(app, order)
        if (!(error instanceof Refusal) || error instanceof HoldOver) throw error
        const said = addressProblems(error, form) ?? { form: [messageOf(error, order)] }
        return showCheckout(app, request, reply.code(error.status), { order, form, problems: said })
      }
    },
  )

  /** Leaves the checkout: everything lies in the basket again, and nothing is held. */
  app.post('/orders/:orderId/checkout/leave', { config, schema }, async (request, reply) => {
    await endDraft(app, await openOrder(app, request, request.params.orderId), 'cancelled')
    return reply.redirect('/', 303)
  })
}
