import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal } from '@rose-ash/shared/errors'
import { basketTag } from '@rose-ash/shared/services/cart/baskets'
import type { z } from 'zod'
import { basketOwner } from '../basket/owner.ts'
import type { Order } from '../orders/change-state.ts'
import { giveUpOrder } from '../orders/give-up-order.ts'
import { orderTags } from '../orders/order-tags.ts'
import { startPayment } from '../payments/start-payment.ts'
import { holdMinutes } from './begin-checkout.ts'
import type { BuyerForm, CheckoutForm } from './checkout-form.ts'
import type { Problems } from './choose-by-form.ts'
import { checkoutView } from './checkout-view.ts'
import { TotalChanged } from './errors.ts'
import { placeOrder } from './place-order.ts'

export interface Shown {
  order: Order
  form: CheckoutForm | undefined
  problems: Problems
}

/** The one page before paying, with what was typed and what is wrong with it. */
export function showCheckout(
  { db, shop }: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  { order, form, problems }: Shown,
) {
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

export interface Sent {
  order: Order
  form: CheckoutForm
  buyer: z.infer<typeof BuyerForm>
}

/** Places the order and leads to where it is paid, or to its page when nothing is to be paid now. */
export async function sendOrder(
  { db, shop }: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  { order, form, buyer }: Sent,
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

/** Ends a draft: its things lie in the basket again. */
export async function endDraft(
  { db, shop }: FastifyInstance,
  { id, state }: Order,
  to: 'cancelled' | 'expired' = 'expired',
): Promise<void> {
  if (state !== 'draft') return
  const reason = to === 'expired' ? 'the checkout was not finished in time' : 'back to the basket'
  await giveUpOrder(db, shop, { orderId: id, to, reason })
}

/** An order's page, for whoever has its key. */
export const pageOf = ({ id, accessKey }: Order, below = ''): string =>
  `/orders/${id}${below}?key=${accessKey}`

/** A new total was made by what the buyer just chose: it is no surprise, but they must see it. */
export const messageOf = (error: Refusal, { feesMinor }: Order): string =>
  error instanceof TotalChanged && feesMinor > 0
    ? 'The total now has the delivery in it. Look at it, then send the order.'
    : error.message
