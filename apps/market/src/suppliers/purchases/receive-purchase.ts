import { asc, eq, sql } from 'drizzle-orm'
import { type Db, explainChanges } from '@rose-ash/shared/db'
import { variants } from '@rose-ash/shared/db/models/market'
import { purchaseLines } from '@rose-ash/shared/db/models/market-purchases'
import { supplierItems } from '@rose-ash/shared/db/models/market-review'
import { tellItIsBack } from '@rose-ash/shared/services/market/tell-of-product'
import { changeStock, lockSupply } from '../../desk/stock/move-stock.ts'
import { lastLine } from '../../desk/stock/queries.ts'
import { managedSupplier } from '../manages.ts'
import type { SupplierParts } from '../supplier-parts.ts'
import { balanceOf } from './balance-of.ts'
import { type ByPerson, lockSupplier, movePurchase } from './move-purchase.ts'

type Parts = Pick<SupplierParts, 'db' | 'services' | 'appConfig'>

/** What a delivery changed of the shelf: for whoever makes pages anew. */
export interface TakenIn {
  marketId: string
  products: { id: string; variantIds: string[] }[]
}

/**
 * Takes a delivery in: what came is on the shelf, with a movement for each, and what there is again is
 * told. A line keeps what came and, in `shortUnits`, what members still wait for; `settleShortage`
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
    /** What there is again, by product: the line of the ledger that brought it. */
    const back = new Map<string, number>()
    for (const { line, item, variant } of await linesByLock(tx, by.purchaseId)) {
      const units = received.get(line.id) ?? line.cases * line.caseSize
      await countShort(tx, { line, item, units })
      if (!variant || units === 0) continue
      const { id, productId } = variant
      const movementId = await putOnShelf(tx, id, units)
      if (movementId !== undefined) back.set(productId, movementId)
      changed.set(productId, [...(changed.get(productId) ?? []), id])
    }
    for (const [productId, movementId] of back) {
      await tellItIsBack(tx, parts, { productId, movementId })
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

/** Answers the line of the ledger that brought it back, when none was left before. */
async function putOnShelf(tx: Db, variantId: string, units: number): Promise<number | undefined> {
  const { id, capacity, left } = await lockSupply(tx, variantId)
  // Where there is no limit nothing is counted.
  if (capacity === null) return undefined
  await changeStock(tx, id, units)
  return left <= 0 && left + units > 0 ? lastLine(tx, id) : undefined
}
