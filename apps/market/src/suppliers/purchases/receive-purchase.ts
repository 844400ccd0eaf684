import { asc, eq, sql } from 'drizzle-orm'
import { type Db, explainChanges } from '@rose-ash/shared/db'
import { variants } from '@rose-ash/shared/db/models/market'
import { purchaseLines } from '@rose-ash/shared/db/models/market-purchases'
import { supplierItems } from '@rose-ash/shared/db/models/market-review'
import { changeStock, lockSupply } from '../../desk/stock/move-stock.ts'
import { managedSupplier } from '../manages.ts'
import type { SupplierParts } from '../supplier-parts.ts'
import { balanceOf } from './balance-of.ts'
import { type ByPerson, lockSupplier, movePurchase } from './move-purchase.ts'

type Parts = Pick<SupplierParts, 'db' | 'services'>

/** What a delivery changed of the shelf: for whoever makes pages anew. */
export interface TakenIn {
  marketId: string
  products: { id: string; variantIds: string[] }[]
}

/**
 * Takes a delivery in: what came is on the shelf, with a movement for each. A line keeps what came and, in `shortUnits`, what members still wait for; `settleShortage`
 * says what becomes of that.
 *
 * @throws {NotManaging} @throws {NotInThatState} when it was not sent, or was received already.
 */
export async function receivePurchase(
  parts: Parts,
  { received, ...by }: ByPerson & { received: Map<string, number> },
): Promise<TakenIn> {
  const supplier = await managedSupplier(parts, by)
  return parts.db.transaction(async (tx) => {
    await lockSupplier(tx, by.supplierId)
    const { number } = await movePurchase(tx, by, { from: 'sent', to: 'received' })
    const reason = `Purchase ${number} of ${supplier.title}`
    await explainChanges(tx, { personId: by.personId, reason, kind: 'delivery' })
    const changed = new Map<string, string[]>()
    for (const { line, item, variant } of await linesByLock(tx, by.purchaseId)) {
      const units = received.get(line.id) ?? line.cases * line.caseSize
      await countShort(tx, { line, item, units })
      if (!variant || units === 0) continue
      const { id, productId } = variant
      await putOnShelf(tx, id, units)
      changed.set(productId, [...(changed.get(productId) ?? []), id])
    }
    const products = [...changed].map(([id, variantIds]) => ({ id, variantIds }))
    return { marketId: supplier.marketId, products }
  })
}

type Line = typeof purchaseLines.$inferSelect
type Item = typeof supplierItems.$inferSelect

/** In the order in which orders lock supplies, so that none waits for the other for ever. */
function linesByLock(tx: Db, purchaseId: string) {
  return tx
    .select({
      line: purchaseLines,
      item: supplierItems,
      variant: { id: variants.id, productId: variants.productId },
    })
    .from(purchaseLines)
    .innerJoin(supplierItems, eq(supplierItems.id, purchaseLines.itemId))
    .leftJoin(variants, eq(variants.id, supplierItems.variantId))
    .where(eq(purchaseLines.purchaseId, purchaseId))
    .orderBy(asc(variants.supplyId))
}

async function countShort(
  tx: Db,
  { line, item, units }: { line: Line; item: Item; units: number },
): Promise<void> {
  const { looseUnits, shortUnits } = balanceOf({
    boughtUnits: line.cases * line.caseSize,
    receivedUnits: units,
    overUnits: line.overUnits ?? 0,
    looseUnits: item.looseUnits,
    caseSize: line.caseSize,
  })
  await tx
    .update(purchaseLines)
    .set({ receivedUnits: units, shortUnits })
    .where(eq(purchaseLines.id, line.id))
  await tx
    .update(supplierItems)
    .set({ looseUnits: sql`least(${looseUnits}::integer, ${supplierItems.caseSize} - 1)` })
    .where(eq(supplierItems.id, item.id))
}

/** Where there is no limit nothing is counted. */
async function putOnShelf(tx: Db, variantId: string, units: number): Promise<void> {
  const { id, capacity } = await lockSupply(tx, variantId)
  if (capacity !== null) await changeStock(tx, id, units)
}
