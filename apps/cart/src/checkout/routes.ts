import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { Refusal } from '@rose-ash/shared/errors'
import { basketTag } from '@rose-ash/shared/services/cart/baskets'
import { z } from 'zod'
import { basketOwner } from '../basket/owner.ts'
import type { Order } from '../orders/change-state.ts'
import { giveUpOrder } from '../orders/give-up-order.ts'
import { orderTags } from '../orders/order-tags.ts'
import { findOrder } from '../orders/queries.ts'
import { startPayment } from '../payments/start-payment.ts'
import { beginCheckout, holdMinutes } from './begin-checkout.ts'
import { addressOf, BuyerForm, CheckoutForm, choicesOf } from './checkout-form.ts'
import { checkoutView } from './checkout-view.ts'
import { chooseHandovers } from './choose-handovers.ts'
import { BasketEmpty, HoldOver, TotalChanged } from './errors.ts'
import { placeOrder } from './place-order.ts'

const begin = z.object({ merchant: z.uuid(), request_key: z.uuid() })
const params = z.object({ orderId: z.uuid() })
const querystring = z.object({ key: z.string().max(64).optional() })
const schema = { params, querystring }
const config = { access: 'owner' as const }

/** `/checkout`: begins one; `/orders/:orderId/checkout`: the one page before paying. */
export const checkoutRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, shop } = app

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
    const order = await open(request, request.params.orderId)
    if (order.state !== 'draft') return reply.redirect(pageOf(order), 303)
    return show(request, reply, { order, form: undefined, problems: {} })
  })

  app.post(
    '/orders/:orderId/checkout',
    { config, schema: { ...schema, body: CheckoutForm } },
    async (request, reply) => {
      const found = await open(request, request.params.orderId)
      if (found.state !== 'draft') return reply.redirect(pageOf(found), 303)
      const form = request.body
      const order = await chooseHandovers(db, shop, {
        orderId: found.id,
        choices: choicesOf(form),
        address: addressOf(form),
      })
      if (form.update !== undefined) return show(request, reply, { order, form, problems: {} })
      const buyer = BuyerForm.safeParse({ ...form, email: request.session?.email ?? form.email })
      if (!buyer.success) {
        const problems = z.flattenError(buyer.error).fieldErrors
        return show(request, reply.code(422), { order, form, problems })
      }
      try {
        return await place(request, reply, { order, form, buyer: buyer.data })
      } catch (error) {
        if (error instanceof HoldOver) await endDraft(order)
        if (!(error instanceof Refusal) || error instanceof HoldOver) throw error
        const problems = { form: [messageOf(error, order)] }
        return show(request, reply.code(error.status), { order, form, problems })
      }
    },
  )

  /** Leaves the checkout: everything lies in the basket again, and nothing is held. */
  app.post('/orders/:orderId/checkout/leave', { config, schema }, async (request, reply) => {
    await endDraft(await open(request, request.params.orderId), 'cancelled')
    return reply.redirect('/', 303)
  })

  async function endDraft({ id, state }: Order, to: 'cancelled' | 'expired' = 'expired') {
    if (state !== 'draft') return
    const reason = to === 'expired' ? 'the checkout was not finished in time' : 'back to the basket'
    await giveUpOrder(db, shop, { orderId: id, to, reason })
  }

  async function place(
    request: FastifyRequest,
    reply: FastifyReply,
    { order, form, buyer }: { order: Order; form: CheckoutForm; buyer: z.infer<typeof BuyerForm> },
  ) {
    const { viewer } = request
    const placed = await placeOrder(db, shop, {
      orderId: order.id,
      personId: viewer.kind === 'member' ? viewer.personId : undefined,
      ...buyer,
      note: form.note,
      terms: form.terms,
      useCredit: form.use_credit === 'on',
      totalMinor: form.total,
    })
    const owner = basketOwner(request)
    await shop.purge([...(owner ? [basketTag(owner)] : []), ...(await orderTags(db, placed.id))])
    const toPay = placed.state === 'awaiting_payment' && placed.terms === 'online'
    if (!toPay) return reply.redirect(pageOf(placed), 303)
    try {
      return reply.redirect(await startPayment(db, shop, placed.id), 303)
    } catch (error) {
      request.log.error({ err: error }, 'the payment provider does not open a checkout')
      return reply.redirect(`${pageOf(placed)}&trouble=payment`, 303)
    }
  }

  function show(request: FastifyRequest, reply: FastifyReply, shown: Shown) {
    const { order, form, problems } = shown
    const { viewer, session } = request
    const personId = viewer.kind === 'member' ? viewer.personId : undefined
    const buyer = {
      name: form?.name || session?.name || '',
      email: session?.email ?? form?.email ?? '',
      signedIn: session !== null,
    }
    return reply.page('checkout.njk', {
      load: async () => ({
        page: { title: 'Checkout', app: 'cart' },
        ...(await checkoutView(db, shop, { order, personId })),
        buyer,
        form: form ?? {},
        problems,
        holdMinutes,
      }),
    })
  }

  function open({ viewer, query }: FastifyRequest, orderId: string) {
    const { key } = querystring.parse(query)
    return findOrder(db, services, { orderId, asker: { viewer, key } })
  }
}

interface Shown {
  order: Order
  form: CheckoutForm | undefined
  problems: Record<string, string[] | undefined>
}

const pageOf = ({ id, accessKey }: Order, below = ''): string =>
  `/orders/${id}${below}?key=${accessKey}`

/** A new total was made by what the buyer just chose: it is no surprise, but they must see it. */
const messageOf = (error: Refusal, { feesMinor }: Order): string =>
  error instanceof TotalChanged && feesMinor > 0
    ? 'The total now has the delivery in it. Look at it, then send the order.'
    : error.message
