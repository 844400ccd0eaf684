import { and, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { payments } from '@rose-ash/shared/db/models/cart'
import { money } from '@rose-ash/shared/money'
import { changeState, lockOrder } from '../orders/change-state.ts'
import type { Shop } from '../shop.ts'

/** Gives a payment back that no order can use. Run again after a crash, it pays back once. */
export async function refundPayment(db: Db, shop: Shop, paymentId: string): Promise<void> {
  const [payment] = await db.select().from(payments).where(eq(payments.id, paymentId))
  if (payment?.state !== 'refunding' || !payment.transactionId) return
  await shop.provider.refund({
    merchantCode: payment.merchantCode,
    transactionId: payment.transactionId,
    total: money(payment.amountMinor, payment.currency),
  })
  await db.transaction(async (tx) => {
    const done = await tx
      .update(payments)
      .set({ state: 'refunded' })
      .where(and(eq(payments.id, paymentId), eq(payments.state, 'refunding')))
    const order = await lockOrder(tx, payment.orderId)
    if (done.rowCount === 0 || order.state !== 'paid_late') return
    await changeState(tx, order, 'refunded', 'the money went back, the goods were gone')
    await shop.services.federation.publish(tx, {
      app: 'cart',
      type: 'Reject',
      object: { type: 'Order', path: `/orders/${order.id}`, orderStatus: 'schema:OrderCancelled' },
    })
  })
}
