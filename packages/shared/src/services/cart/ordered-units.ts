import { and, eq, gt, inArray, lte, sql } from 'drizzle-orm'
import type { Db } from '../../db/index.ts'
import { orderLines, orders } from '../../db/models/cart.ts'

/** @see CartService.orderedUnits */
export async function orderedUnits(
  db: Db,
  variantIds: string[],
  { from, until }: { from: Date | null; until: Date },
): Promise<Map<string, number>> {
  if (variantIds.length === 0) return new Map()
  const rows = await db
    .select({
      id: orderLines.itemId,
      units: sql<number>`sum(${orderLines.quantity} - ${orderLines.returnedQuantity})::int`,
    })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(
      and(
        inArray(orders.state, ['paid', 'fulfilled', 'partly_refunded']),
        from ? gt(orders.paidAt, from) : undefined,
        lte(orders.paidAt, until),
        eq(orderLines.kind, 'product'),
        inArray(orderLines.itemId, variantIds),
      ),
    )
    .groupBy(orderLines.itemId)
  return new Map(rows.map(({ id, units }) => [id, units]))
}
