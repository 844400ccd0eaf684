import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { payments, refunds } from '@rose-ash/shared/db/models/cart-payments'
import type { Order } from './change-state.ts'

type Amounts = Pick<Order, 'id' | 'totalMinor' | 'adjustedMinor' | 'creditMinor'>

/**
 * What is still to be paid of an order, in minor units; below zero what was paid too much. What came
 * back of it changes nothing: its money went back with it.
 */
export async function openAmount(tx: Db, order: Amounts): Promise<number> {
  const [came] = await tx
    .select({ sum: sql<number>`coalesce(sum(${payments.amountMinor}), 0)::int` })
    .from(payments)
    .where(and(eq(payments.orderId, order.id), eq(payments.state, 'paid')))
  const beyond = inArray(refunds.reason, ['packed', 'late', 'double'])
  const [went] = await tx
    .select({ sum: sql<number>`coalesce(sum(${refunds.amountMinor}), 0)::int` })
    .from(refunds)
    .where(and(eq(refunds.orderId, order.id), beyond))
  const { totalMinor, adjustedMinor, creditMinor } = order
  return totalMinor + adjustedMinor - creditMinor - (came?.sum ?? 0) + (went?.sum ?? 0)
}
