import { and, asc, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines, type orders } from '@rose-ash/shared/db/models/cart'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { handovers } from '@rose-ash/shared/db/models/cart-terms'

/** An order with what is sold in it, how that reaches the buyer, and what was paid for it so far. */
export interface Sale {
  order: typeof orders.$inferSelect
  lines: (typeof orderLines.$inferSelect)[]
  handovers: (typeof handovers.$inferSelect)[]
  payments: (typeof payments.$inferSelect)[]
}

export async function readSale(tx: Db, order: Sale['order']): Promise<Sale> {
  const lines = await tx
    .select()
    .from(orderLines)
    .where(eq(orderLines.orderId, order.id))
    .orderBy(asc(orderLines.id))
  const handedOver = await tx
    .select()
    .from(handovers)
    .where(eq(handovers.orderId, order.id))
    .orderBy(asc(handovers.id))
  const paid = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.orderId, order.id), eq(payments.state, 'paid')))
    .orderBy(asc(payments.attempt))
  return { order, lines, handovers: handedOver, payments: paid }
}
