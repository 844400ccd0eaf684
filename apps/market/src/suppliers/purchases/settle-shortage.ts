import { and, eq, isNull, or, sql } from 'drizzle-orm'
import { purchaseLines, purchaseOrders } from '@rose-ash/shared/db/models/market-purchases'
import { NotFound } from '@rose-ash/shared/errors'
import { managedSupplier } from '../manages.ts'
import type { SupplierParts } from '../supplier-parts.ts'
import { BoughtAgain, NothingShort } from './errors.ts'
import type { ByPerson } from './move-purchase.ts'

type Parts = Pick<SupplierParts, 'db' | 'services'>

/**
 * Says what becomes of what did not come of a line: `carried` is counted by the next draft,
 * `written_off` by none. The same said twice counts once, and it may be said otherwise until a purchase
 * buys it.
 *
 * @throws {NotManaging} @throws {NotFound}
 * @throws {NothingShort} when nothing is. @throws {BoughtAgain} when a later purchase has it already.
 */
export async function settleShortage(
  { db, services }: Parts,
  { lineId, as, ...by }: ByPerson & { lineId: string; as: 'carried' | 'written_off' },
): Promise<void> {
  await managedSupplier({ db, services }, by)
  const ofPurchase = and(
    eq(purchaseLines.id, lineId),
    eq(
      purchaseLines.purchaseId,
      sql`(select id from ${purchaseOrders}
      where id = ${by.purchaseId} and supplier_id = ${by.supplierId})`,
    ),
  )
  // One conditional update: it is not written off after a draft has taken it, nor the other way round.
  const { rowCount } = await db
    .update(purchaseLines)
    .set({ shortAs: as })
    .where(
      and(
        ofPurchase,
        sql`${purchaseLines.shortUnits} > 0`,
        or(isNull(purchaseLines.carriedInto), eq(purchaseLines.shortAs, as)),
      ),
    )
  if (rowCount === 1) return
  const [line] = await db.select().from(purchaseLines).where(ofPurchase)
  if (!line) throw new NotFound('line')
  throw line.carriedInto === null ? new NothingShort() : new BoughtAgain()
}
