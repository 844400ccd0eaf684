import { and, eq, ne, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { accountOf } from '../merchants/account.ts'
import { orderTags } from '../orders/order-tags.ts'
import type { Shop } from '../shop.ts'
import type { CheckoutReport } from './provider.ts'
import { recordPayment } from './record-payment.ts'

type Payment = typeof payments.$inferSelect

/**
 * Asks the provider how a payment stands and acts on it. The one way by which an order becomes paid:
 * webhook, return and poller all end here, in any order and as often as they like, and none of them
 * is believed.
 *
 * @throws {Error} when the provider's checkout is not the one we opened.
 */
export async function settlePayment(db: Db, shop: Shop, paymentId: string): Promise<void> {
  const [payment] = await db.select().from(payments).where(eq(payments.id, paymentId))
  if (!payment?.checkoutId) return
  const { provider } = await accountOf(db, shop, payment.merchantId)
  const report = await provider.readCheckout(payment.checkoutId)
  assertOurs(payment, report)
  if (report.status === 'paid' && report.transactionId) {
    const { transactionId, transactionCode } = report
    await recordPayment(db, shop, { paymentId, transactionId, transactionCode })
    await shop.purge(await orderTags(db, payment.orderId))
  } else {
    await lookAgain(db, payment, report.status === 'expired')
  }
}

function assertOurs(payment: Payment, report: CheckoutReport): void {
  const same =
    report.reference === payment.reference &&
    report.merchantCode === payment.merchantCode &&
    report.total.amount === payment.amountMinor &&
    report.total.currency === payment.currency
  if (!same) throw new Error(`checkout ${payment.checkoutId} is not payment ${payment.id}`)
}

/** Until ten minutes after its end every open checkout is asked about once a minute. */
async function lookAgain(db: Db, payment: Payment, expired: boolean): Promise<void> {
  const over = expired || Date.now() > payment.validUntil.getTime() + 600_000
  await db
    .update(payments)
    .set(
      over ? { state: 'expired', checkAt: null } : { checkAt: sql`now() + interval '50 seconds'` },
    )
    .where(and(eq(payments.id, payment.id), ne(payments.state, 'paid')))
}
