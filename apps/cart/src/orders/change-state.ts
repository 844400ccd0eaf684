import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orders, type orderStates } from '@rose-ash/shared/db/models/cart'
import { orderTransitions } from '@rose-ash/shared/db/models/cart-states'

export type Order = typeof orders.$inferSelect
export type OrderState = (typeof orderStates)[number]

/** The states of an order whose goods are its buyer's. */
export const soldStates = ['paid', 'fulfilled', 'partly_refunded'] as const satisfies OrderState[]

export interface Move {
  to: OrderState
  reason: string
  /** Who did it, when a person did. */
  personId?: string | undefined
}

/**
 * Moves an order on and writes down why; when it is paid or fulfilled, since when. The caller has locked
 * the order's row.
 *
 * @throws {Error} for a move that `cart.order_moves` does not know: a bug, not a refusal.
 */
export async function changeState(
  tx: Db,
  { id: orderId, state: fromState }: Pick<Order, 'id' | 'state'>,
  { to: toState, reason, personId }: Move,
): Promise<void> {
  await tx
    .insert(orderTransitions)
    .values({ orderId, fromState, toState, reason, personId: personId ?? null })
}

/** The order, locked until the transaction ends. */
export async function lockOrder(tx: Db, orderId: string): Promise<Order> {
  const [order] = await tx.select().from(orders).where(eq(orders.id, orderId)).for('update')
  if (!order) throw new Error(`order ${orderId} is gone`)
  return order
}
