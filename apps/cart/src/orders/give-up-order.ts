import { and, eq, inArray, isNotNull, lte, notInArray, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { accountOf } from '../merchants/account.ts'
import { settlePayment } from '../payments/settle-payment.ts'
import type { Shop } from '../shop.ts'
import { lockOrder } from './change-state.ts'
import { endOrder } from './end-order.ts'
import { orderTags } from './order-tags.ts'

export interface GivingUp {
  orderId: string
  to: 'cancelled' | 'expired'
  reason: string
}

/**
 * Ends an unpaid order, after making sure at the provider that it is and stays unpaid. Answers false
 * when it turned out to be paid, or was not waiting any more.
 */
export async function giveUpOrder(db: Db, shop: Shop, request: GivingUp): Promise<boolean> {
  const { orderId, to, reason } = request
  const attempts = await db.select().from(payments).where(underWay(orderId))
  for (const payment of attempts) {
    if (payment.checkoutId && !(await closeAttempt(db, shop, payment))) return false
  }
  const closed = attempts.flatMap(({ id, checkoutId }) => (checkoutId ? [id] : []))
  const ended = await db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (order.state !== 'awaiting_payment' && order.state !== 'draft') return false
    const open = and(underWay(orderId), isNotNull(payments.checkoutId))
    if ((await tx.$count(payments, and(open, notInArray(payments.id, closed)))) > 0) return 'opened'
    await tx.update(payments).set({ state: 'expired', checkAt: null }).where(underWay(orderId))
    await endOrder(tx, order, to, reason)
    return true
  })
  // The provider opened one while we were at it: that one is to be closed first.
  if (ended === 'opened') return giveUpOrder(db, shop, request)
  await shop.purge(await orderTags(db, orderId))
  return ended
}

const underWay = (orderId: string) =>
  and(eq(payments.orderId, orderId), inArray(payments.state, ['creating', 'pending']))

/** True when nobody paid this attempt and nobody can any more. */
async function closeAttempt(
  db: Db,
  shop: Shop,
  { id, checkoutId, merchantId }: typeof payments.$inferSelect,
): Promise<boolean> {
  if (!checkoutId) return true
  const { provider } = await accountOf(db, shop, merchantId)
  const { status } = await provider.readCheckout(checkoutId)
  if (status === 'expired') return true
  if (status === 'open' && (await provider.closeCheckout(checkoutId)) === 'closed') return true
  await settlePayment(db, shop, id)
  return false
}

/** Ends every order whose hold is over. One that fails is tried again with the next sweep. */
export async function expireOrders(
  db: Db,
  shop: Shop,
  onError: (orderId: string, error: unknown) => void,
): Promise<void> {
  const due = await db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(inArray(orders.state, ['draft', 'awaiting_payment']), lte(orders.heldUntil, sql`now()`)),
    )
    .limit(200)
  for (const { id } of due) {
    try {
      await giveUpOrder(db, shop, { orderId: id, to: 'expired', reason: 'not paid in time' })
    } catch (error) {
      onError(id, error)
    }
  }
}
