import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { balanceTag } from '../ledger/balance-tag.ts'

/** The cache tags of all that shows an order: its things' stock, its buyer's orders and balance. */
export async function orderTags(db: Db, orderId: string): Promise<string[]> {
  const lines = await db
    .select({ itemId: orderLines.itemId, personId: orders.personId })
    .from(orders)
    .leftJoin(orderLines, eq(orderLines.orderId, orders.id))
    .where(eq(orders.id, orderId))
  const items = lines.flatMap(({ itemId }) => (itemId ? `item:${itemId}` : []))
  const personId = lines[0]?.personId
  return personId ? [...items, `orders:${personId}`, balanceTag(personId)] : items
}
