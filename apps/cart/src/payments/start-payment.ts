import { randomBytes } from 'node:crypto'
import { desc, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { Refusal } from '@rose-ash/shared/errors'
import { money } from '@rose-ash/shared/money'
import { type Order, soldStates } from '../orders/change-state.ts'
import { openAmount } from '../orders/open-amount.ts'
import { accountOf } from '../merchants/account.ts'
import type { Shop } from '../shop.ts'
import type { OpenCheckout } from './provider.ts'

/** The order cannot be paid (any more): it is paid already, or its time is over. */
class NotPayable extends Refusal {
  constructor() {
    super('not_payable', 409, 'This order is not waiting to be paid. Its page says how it stands.')
  }
}

type Payment = typeof payments.$inferSelect

/**
 * Answers the provider's page where the order is paid. Called twice, or again after a crash at any
 * line, it answers the same page: the attempt is written down before the provider is asked, and
 * asking again with its reference finds the same checkout.
 *
 * @throws {NotPayable}
 */
export async function startPayment(db: Db, shop: Shop, orderId: string): Promise<string> {
  const { origins } = shop
  const [{ merchantId } = { merchantId: '' }] = await db
    .select({ merchantId: orders.merchantId })
    .from(orders)
    .where(eq(orders.id, orderId))
  const { merchantCode, kind, provider } = await accountOf(db, shop, merchantId)
  const { payment, accessKey, number } = await db.transaction((tx) =>
    ensureAttempt(tx, { orderId, merchantCode }),
  )
  if (payment.payUrl) return payment.payUrl
  const { checkoutId, payUrl } = await provider.openCheckout({
    reference: payment.reference,
    merchantCode: payment.merchantCode,
    total: money(payment.amountMinor, payment.currency),
    description: `Order ${number}`,
    returnUrl: `${origins.cart}/webhooks/${kind.name}/${payment.webhookKey}`,
    redirectUrl: `${origins.cart}/orders/${payment.orderId}/return?key=${accessKey}`,
    validUntil: payment.validUntil,
  })
  if ((await keepCheckout(db, payment.id, { checkoutId, payUrl })) === 'expired') {
    await provider.closeCheckout(checkoutId)
    throw new NotPayable()
  }
  return payUrl
}

/**
 * Writes down what was opened, also when the order was given up meanwhile: then the poller asks about it
 * until it is closed, so that nobody pays what nobody knows of. Answers how the attempt stands.
 */
async function keepCheckout(
  db: Db,
  paymentId: string,
  { checkoutId, payUrl }: OpenCheckout,
): Promise<Payment['state'] | undefined> {
  const { state, checkAt } = payments
  const [kept] = await db
    .update(payments)
    .set({
      checkoutId,
      payUrl,
      state: sql`case when ${state} = 'creating' then 'pending' else ${state} end`,
      checkAt: sql`case when ${state} = 'paid' then ${checkAt} else now() + interval '30 seconds' end`,
    })
    .where(eq(payments.id, paymentId))
    .returning({ state })
  return kept?.state
}

/** The attempt under way, or a new one. The order's row is locked, so there is one at a time. */
async function ensureAttempt(tx: Db, start: { orderId: string; merchantCode: string }) {
  const { orderId, merchantCode } = start
  const [order] = await tx.select().from(orders).where(eq(orders.id, orderId)).for('update')
  const amountMinor = order ? await amountToPay(tx, order) : 0
  if (!order || amountMinor <= 0) throw new NotPayable()
  const { accessKey, merchantId, number } = order
  const [last] = await tx
    .select()
    .from(payments)
    .where(eq(payments.orderId, orderId))
    .orderBy(desc(payments.attempt))
    .limit(1)
  if (last && isUnderWay(last)) return { payment: last, accessKey, number }
  const attempt = (last?.attempt ?? 0) + 1
  const [payment] = await tx
    .insert(payments)
    .values({
      orderId,
      attempt,
      merchantId,
      reference: `${orderId}-${attempt}`,
      webhookKey: randomBytes(24).toString('base64url'),
      merchantCode,
      amountMinor,
      currency: order.currency,
      validUntil: order.heldUntil ?? sql`now() + interval '15 minutes'`,
      checkAt: sql`now() + interval '30 seconds'`,
    })
    .returning()
  if (!payment) throw new Error('an insert answers its row')
  return { payment, accessKey, number }
}

/**
 * What is to be paid of an order now: all of it while it waits, afterwards what packing made it dearer
 * by. What is paid at the pick-up has no end, and may be paid online all the same.
 */
async function amountToPay(tx: Db, order: Order): Promise<number> {
  const { state, heldUntil } = order
  const waits = state === 'awaiting_payment' && (heldUntil === null || heldUntil > new Date())
  const isSold = soldStates.some((one) => one === state)
  return waits || isSold ? openAmount(tx, order) : 0
}

const isUnderWay = ({ state }: Payment): boolean => state === 'creating' || state === 'pending'
