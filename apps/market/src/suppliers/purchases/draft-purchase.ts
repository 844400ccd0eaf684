import { and, eq, inArray, isNotNull, isNull, max, ne, or, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { purchaseLines, purchaseOrders } from '@rose-ash/shared/db/models/market-purchases'
import { supplierItems } from '@rose-ash/shared/db/models/market-review'
import type { FoundProduct } from '../../scraping/extract/found-product.ts'
import { managedSupplier } from '../manages.ts'
import { type Comparable, comparable, priceOf } from '../review/comparable.ts'
import type { SupplierParts } from '../supplier-parts.ts'
import { casesFor } from './cases-for.ts'
import { NothingOrdered } from './errors.ts'
import { lockSupplier } from './move-purchase.ts'

type Parts = Pick<SupplierParts, 'db' | 'services'>

/** An order that is being paid may be written down a moment after its time. */
const settled = sql`now() - interval '1 minute'`

/**
 * Drafts what to buy of a supplier: what members ordered and paid since the last purchase, and what is
 * carried over from deliveries that came short, by cases. A draft that is there already is answered as
 * it is.
 *
 * @returns the purchase's id.
 * @throws {NotManaging} @throws {NothingOrdered}
 */
export async function draftPurchase(
  { db, services }: Parts,
  { personId, supplierId }: { personId: string; supplierId: string },
): Promise<string> {
  const supplier = await managedSupplier({ db, services }, { personId, supplierId })
  return db.transaction(async (tx) => {
    // One after the other, so that no order is bought twice.
    await lockSupplier(tx, supplierId)
    const own = eq(purchaseOrders.supplierId, supplierId)
    const [draft] = await tx
      .select({ id: purchaseOrders.id })
      .from(purchaseOrders)
      .where(and(own, eq(purchaseOrders.state, 'draft')))
    if (draft) return draft.id
    const [last] = await tx
      .select({ until: max(purchaseOrders.until) })
      .from(purchaseOrders)
      .where(and(own, ne(purchaseOrders.state, 'cancelled')))
    const [row] = await tx
      .insert(purchaseOrders)
      .values({ supplierId, until: settled, currency: supplier.currency, createdBy: personId })
      .returning()
    if (!row) throw new Error('an insert answers its row')
    const span = { from: last?.until ?? null, until: row.until }
    const carried = await takeCarried(tx, { supplierId, purchaseId: row.id })
    const lines = await linesOf(tx, services, { supplierId, span, carried })
    if (lines.length === 0) throw new NothingOrdered()
    await tx.insert(purchaseLines).values(lines.map((line) => ({ ...line, purchaseId: row.id })))
    return row.id
  })
}

/**
 * What was carried over and no purchase buys yet, by item; from now on this one does. Whatever is
 * written off at the same moment is in neither.
 */
async function takeCarried(
  tx: Db,
  { supplierId, purchaseId }: { supplierId: string; purchaseId: string },
): Promise<Map<string, number>> {
  const taken = await tx
    .update(purchaseLines)
    .set({ carriedInto: purchaseId })
    .from(purchaseOrders)
    .where(
      and(
        eq(purchaseOrders.id, purchaseLines.purchaseId),
        eq(purchaseOrders.supplierId, supplierId),
        eq(purchaseLines.shortAs, 'carried'),
        isNull(purchaseLines.carriedInto),
      ),
    )
    .returning({ itemId: purchaseLines.itemId, units: purchaseLines.shortUnits })
  const carried = new Map<string, number>()
  for (const { itemId, units } of taken) {
    carried.set(itemId, (carried.get(itemId) ?? 0) + (units ?? 0))
  }
  return carried
}

interface Needed {
  supplierId: string
  span: { from: Date | null; until: Date }
  carried: ReadonlyMap<string, number>
}

async function linesOf(tx: Db, { cart }: Parts['services'], { supplierId, span, carried }: Needed) {
  const wanted = or(
    isNotNull(supplierItems.variantId),
    inArray(supplierItems.id, [...carried.keys()]),
  )
  const items = await tx
    .select()
    .from(supplierItems)
    .where(and(eq(supplierItems.supplierId, supplierId), wanted))
    .orderBy(supplierItems.title)
  const ids = items.flatMap(({ variantId }) => variantId ?? [])
  const ordered = await cart.orderedUnits(tx, ids, span)
  return items.flatMap((item) => {
    const { id: itemId, title, externalId, caseSize, looseUnits, variantId } = item
    const carriedUnits = carried.get(itemId) ?? 0
    const orderedUnits = (ordered.get(variantId ?? '') ?? 0) + carriedUnits
    if (orderedUnits === 0) return []
    const { cases } = casesFor({ orderedUnits, looseUnits, caseSize })
    const seen = comparable(item.found as FoundProduct)
    const price = (item.accepted as Comparable | null)?.price ?? seen.price
    const casePriceMinor = priceOf(price)?.amount ?? 0
    const units = { orderedUnits, carriedUnits, looseUnits, caseSize, cases }
    return [{ itemId, title, externalId, ...units, casePriceMinor }]
  })
}
