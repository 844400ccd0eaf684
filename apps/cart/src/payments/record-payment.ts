import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { payments } from '@rose-ash/shared/db/models/cart'
import { addJob } from '@rose-ash/shared/jobs'
import { releaseHolds } from '@rose-ash/shared/services/holds'
import { changeState, lockOrder, type Order } from '../orders/change-state.ts'
import { completeOrder } from '../orders/complete-order.ts'
import { secureGoods } from '../orders/secure-goods.ts'
import type { Shop } from '../shop.ts'

/**
 * Writes down, once, that a payment was made, and what follows: the order is paid, or, when it
 * cannot be (its goods went, or it is paid already), the money goes back by itself.
 */
export async function recordPayment(
  db: Db,
  { services }: Shop,
  { paymentId, transactionId }: { paymentId: string; transactionId: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    const [payment] = await tx
      .update(payments)
      .set({ state: 'paid', transactionId, checkAt: null })
      .where(
        and(
          eq(payments.id, paymentId),
          inArray(payments.state, ['creating', 'pending', 'expired']),
        ),
      )
      .returning({ orderId: payments.orderId })
    if (!payment) return
    const order = await lockOrder(tx, payment.orderId)
    const wanted = order.state === 'awaiting_payment' || order.state === 'expired'
    if (wanted && (await secureGoods(tx, order.id))) {
      const late = order.state === 'expired' ? ', after the hold had ended' : ''
      await completeOrder(tx, services, order, `paid${late}`)
    } else {
      await giveMoneyBack(tx, order, paymentId)
    }
  })
}

async function giveMoneyBack(tx: Db, order: Order, paymentId: string): Promise<void> {
  if (order.state !== 'paid') {
    await releaseHolds(tx, order.id, 'expired')
    await changeState(tx, order, 'paid_late', 'paid when the goods were gone')
  }
  await tx.update(payments).set({ state: 'refunding' }).where(eq(payments.id, paymentId))
  await addJob(tx, { task: 'refund-payment', key: `refund-${paymentId}`, payload: { paymentId } })
}
