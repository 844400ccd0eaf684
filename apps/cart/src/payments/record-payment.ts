import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { releaseHolds } from '@rose-ash/shared/services/holds'
import { fitsBalance } from '../credit/credit-room.ts'
import { releaseCredit } from '../ledger/enter-credit.ts'
import { enterPayment } from '../ledger/enter-payment.ts'
import { changeState, lockOrder, type Order, soldStates } from '../orders/change-state.ts'
import { completeOrder } from '../orders/complete-order.ts'
import { openAmount } from '../orders/open-amount.ts'
import { askRefund } from '../refunds/ask-refund.ts'
import type { Shop } from '../shop.ts'
import { releaseVouchers } from '../vouchers/release-vouchers.ts'

type Payment = typeof payments.$inferSelect

export interface PaymentMade {
  paymentId: string
  transactionId: string
  transactionCode: string | undefined
}

/**
 * Writes down, once, that a payment was made, and what follows: the order is paid, or, when it cannot be
 * (its goods went, it is paid already, or it would be more credit than its member may have), the money goes
 * back by itself.
 */
export async function recordPayment(db: Db, shop: Shop, made: PaymentMade): Promise<void> {
  const { paymentId, transactionId, transactionCode = null } = made
  await db.transaction(async (tx) => {
    const [of] = await tx
      .select({ orderId: payments.orderId })
      .from(payments)
      .where(eq(payments.id, paymentId))
    if (!of) return
    // The order first: whoever moves its money locks it before any account.
    const order = await lockOrder(tx, of.orderId)
    const [payment] = await tx
      .update(payments)
      .set({ state: 'paid', transactionId, transactionCode, checkAt: null, paidAt: sql`now()` })
      .where(
        and(
          eq(payments.id, paymentId),
          inArray(payments.state, ['creating', 'pending', 'expired']),
        ),
      )
      .returning()
    if (!payment) return
    const late = order.state === 'expired' ? ', after the hold had ended' : ''
    const tooMuch = -(await openAmount(tx, order))
    const fits = await fitsBalance(tx, shop.config, order)
    if (isWanted(order) && fits && (await completeOrder(tx, shop, order, `paid${late}`))) {
      if (tooMuch > 0) await giveBackTooMuch(tx, payment, tooMuch)
      return
    }
    await enterPayment(tx, paymentId)
    if (await wasOpen(tx, order)) return
    await giveMoneyBack(tx, order, { payment, why: fits ? whyLate.goods : whyLate.credit })
  })
}

/** Whether the order waits for the money, or has expired and would still cost what was paid. */
function isWanted({ kind, personId, state, creditMinor, discountMinor }: Order): boolean {
  // Whose account was deleted has no balance that it could lie on.
  if (kind === 'credit' && personId === null) return false
  if (state === 'awaiting_payment') return true
  // Its credit and vouchers went back when it expired, so what was paid is the price only without.
  return state === 'expired' && creditMinor === 0 && discountMinor === 0
}

/** Its checkout was opened before packing made the order cheaper: the difference goes back. */
async function giveBackTooMuch(tx: Db, payment: Payment, tooMuch: number): Promise<void> {
  const amountMinor = Math.min(payment.amountMinor, tooMuch)
  await askRefund(tx, { orderId: payment.orderId, payment, amountMinor, reason: 'double' })
}

/** Whether it paid what packing had made an order dearer by. The payment is counted already. */
async function wasOpen(tx: Db, order: Order): Promise<boolean> {
  const isSold = soldStates.some((state) => state === order.state)
  return isSold && (await openAmount(tx, order)) >= 0
}

/** Why an order cannot be had for its money: for those who sell, and for its buyer where that says more. */
const whyLate = {
  goods: { reason: 'paid when the goods were gone', message: '' },
  credit: {
    reason: 'more credit than may be had',
    message: 'Your credit would have been more than it can be',
  },
}

async function giveMoneyBack(
  tx: Db,
  order: Order,
  { payment, why }: { payment: Payment; why: { reason: string; message: string } },
): Promise<void> {
  const late = ['awaiting_payment', 'expired', 'cancelled'].includes(order.state)
  if (late) await endLate(tx, order, why.reason)
  await askRefund(tx, {
    orderId: order.id,
    payment,
    amountMinor: payment.amountMinor,
    reason: late || order.state === 'paid_late' ? 'late' : 'double',
    message: late ? why.message : '',
  })
}

async function endLate(tx: Db, order: Order, reason: string): Promise<void> {
  await changeState(tx, order, { to: 'paid_late', reason })
  if (order.state === 'awaiting_payment') {
    if (order.creditMinor > 0) await releaseCredit(tx, order.id)
    await releaseVouchers(tx, order.id)
  }
  await releaseHolds(tx, order.id, 'expired')
}
