import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'

/**
 * Locks the product that a supplier's item is, if it is one: before its sizes, stock and picture, as
 * whoever saves it at the desk does.
 */
export async function lockProduct(tx: Db, itemId: string): Promise<void> {
  await tx.execute(sql`select from market.products where id = (
      select variant.product_id from market.supplier_items item
      join market.variants variant on variant.id = item.variant_id where item.id = ${itemId})
    for no key update`)
}
