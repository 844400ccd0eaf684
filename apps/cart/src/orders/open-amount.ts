import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import type { Order } from './change-state.ts'

type Amounts = Pick<Order, 'id' | 'totalMinor' | 'adjustedMinor' | 'creditMinor'>

/**
 * What is still to be paid of an order, in minor units; below zero what was paid too much. What came
 * back of it changes nothing: its money went back with it.
 */
export async function openAmount(tx: Db, order: Amounts): Promise<number> {
  const { rows } = await tx.execute<{ open: number }>(sql`
    select coalesce((select sum(refund.amount_minor) from cart.refunds refund
        where refund.order_id = ${order.id} and refund.reason in ('packed', 'late', 'double')), 0)::int
      - coalesce((select sum(payment.amount_minor) from cart.payments payment
        where payment.order_id = ${order.id} and payment.state = 'paid'), 0)::int as open`)
  const { totalMinor, adjustedMinor, creditMinor } = order
  return totalMinor + adjustedMinor - creditMinor + (rows[0]?.open ?? 0)
}
