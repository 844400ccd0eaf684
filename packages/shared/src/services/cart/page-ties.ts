import { eq, sql } from 'drizzle-orm'
import type { PageTie } from '../../contracts/cart.ts'
import type { Db } from '../../db/index.ts'
import { orderLines } from '../../db/models/cart.ts'
import { merchants, sellers } from '../../db/models/cart-merchants.ts'
import { handoverOptions, handovers, vouchers } from '../../db/models/cart-terms.ts'

/** Every table of the cart that names a page, by what it is to people. */
const naming = [
  ['orders', orderLines],
  ['orders', handovers],
  ['merchant', merchants],
  ['terms', sellers],
  ['terms', handoverOptions],
  ['vouchers', vouchers],
] as const

/** @see CartService.pageTies */
export async function pageTies(db: Db, pageId: string): Promise<PageTie[]> {
  const each = naming.map(
    ([tie, table]) =>
      sql`select ${tie}::text as tie where exists
        (select 1 from ${table} where ${eq(table.pageId, pageId)})`,
  )
  const { rows } = await db.execute<{ tie: PageTie }>(sql.join(each, sql` union `))
  return rows.map(({ tie }) => tie).toSorted()
}
