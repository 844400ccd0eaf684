import { eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orders, type orderStates } from '@rose-ash/shared/db/models/cart'
import { v7 } from 'uuid'

export type Order = typeof orders.$inferSelect
export type OrderState = (typeof orderStates)[number]

/** What an order may become. */
const next: Record<OrderState, OrderState[]> = {
  draft: ['awaiting_payment', 'paid', 'cancelled', 'expired'],
  awaiting_payment: ['paid', 'paid_late', 'cancelled', 'expired'],
  expired: ['paid', 'paid_late'],
  cancelled: ['paid_late'],
  paid_late: ['refunded'],
  paid: ['fulfilled', 'partly_refunded', 'refunded'],
  fulfilled: ['paid', 'partly_refunded', 'refunded'],
  partly_refunded: ['fulfilled', 'partly_refunded', 'refunded'],
  refunded: [],
}

/** The states of an order whose goods are its buyer's. */
export const soldStates = ['paid', 'fulfilled', 'partly_refunded'] as const satisfies OrderState[]

export interface Move {
  to: OrderState
  reason: string
  /** Who did it, when a person did. */
  personId?: string | undefined
}

/**
 * Moves an order on and writes down why. The caller has locked the order's row.
 *
 * @throws {Error} for a move that is not in the table: a bug, not a refusal.
 */
export async function changeState(
  tx: Db,
  order: Pick<Order, 'id' | 'state'>,
  { to, reason, personId }: Move,
): Promise<void> {
  if (!next[order.state].includes(to)) throw new Error(`an order ${order.state} cannot be ${to}`)
  const changed = await tx.execute(sql`
    with moved as (
      update cart.orders set state = ${to} ${datesOf(to)}
      where id = ${order.id} and state = ${order.state} returning id)
    insert into cart.order_transitions (id, order_id, from_state, to_state, reason, person_id)
    select ${v7()}::uuid, moved.id, ${order.state}, ${to}, ${reason}, ${personId ?? null}::uuid from moved`)
  if (changed.rowCount !== 1) throw new Error(`order ${order.id} was not locked`)
}

function datesOf(to: OrderState): SQL {
  // What was handed over and taken back is as paid as it was.
  if (to === 'paid') return sql`, paid_at = coalesce(paid_at, now()), held_until = null`
  return to === 'fulfilled' ? sql`, fulfilled_at = now()` : sql``
}

/** The order, locked until the transaction ends. */
export async function lockOrder(tx: Db, orderId: string): Promise<Order> {
  const [order] = await tx.select().from(orders).where(eq(orders.id, orderId)).for('update')
  if (!order) throw new Error(`order ${orderId} is gone`)
  return order
}
