import { and, eq, sql } from 'drizzle-orm'
import { type Db, explainChanges } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { variants } from '@rose-ash/shared/db/models/market'
import { purchaseLines, purchaseOrders } from '@rose-ash/shared/db/models/market-purchases'
import { supplierItems } from '@rose-ash/shared/db/models/market-review'
import { queueMail } from '@rose-ash/shared/mail'
import { managedSupplier } from '../manages.ts'
import type { SupplierParts } from '../supplier-parts.ts'
import { NoMailAddress, NotInThatState } from './errors.ts'
import { purchaseMail } from './purchase-mail.ts'

type Parts = Pick<SupplierParts, 'db' | 'services'>
type State = 'draft' | 'sent' | 'received' | 'cancelled'

export interface ByPerson {
  personId: string
  supplierId: string
  purchaseId: string
}

/** Buys other numbers of cases, by line. @throws {NotManaging} @throws {NotInThatState} when it was sent. */
export async function changeCases(
  parts: Parts,
  { cases, ...by }: ByPerson & { cases: Map<string, number> },
): Promise<void> {
  await managedSupplier(parts, by)
  await parts.db.transaction(async (tx) => {
    await move(tx, by, { from: 'draft', to: 'draft' })
    for (const [lineId, count] of cases) {
      await tx
        .update(purchaseLines)
        .set({ cases: count })
        .where(and(eq(purchaseLines.id, lineId), eq(purchaseLines.purchaseId, by.purchaseId)))
    }
  })
}

/** Forgets a draft; what was ordered is in the next one. @throws {NotInThatState} when it was sent. */
export async function cancelPurchase(parts: Parts, by: ByPerson): Promise<void> {
  await managedSupplier(parts, by)
  await parts.db.transaction((tx) => move(tx, by, { from: 'draft', to: 'cancelled' }))
}

/**
 * Sends a purchase to the supplier, once, as text and as a list that machines read; what is over of
 * the last cases is kept for the next time.
 *
 * @throws {NotManaging} @throws {NoMailAddress} @throws {NotInThatState} when it was sent already.
 */
export async function sendPurchase(
  parts: Parts,
  { cooperative, ...by }: ByPerson & { cooperative: string },
): Promise<void> {
  const supplier = await managedSupplier(parts, by)
  const { email } = supplier
  if (email === null) throw new NoMailAddress()
  await parts.db.transaction(async (tx) => {
    const purchase = await move(tx, by, { from: 'draft', to: 'sent' })
    const lines = await linesOf(tx, by.purchaseId)
    for (const { itemId, overUnits, caseSize } of lines) {
      // A whole case more than is needed is bought for the shelf, not left over.
      const looseUnits = Math.max(0, overUnits ?? 0) % caseSize
      await tx
        .update(supplierItems)
        .set({ looseUnits: sql`least(${looseUnits}, ${supplierItems.caseSize} - 1)` })
        .where(eq(supplierItems.id, itemId))
    }
    const content = purchaseMail({ purchase, lines, supplier, cooperative })
    await queueMail(tx, { key: `purchase-${purchase.id}`, to: email, ...content })
  })
}

/**
 * Takes a delivery in: what came is on the shelf, with a movement for each; what is missing or more
 * stays written in its line.
 *
 * @throws {NotManaging} @throws {NotInThatState} when it was not sent, or was received already.
 */
export async function receivePurchase(
  parts: Parts,
  { received, ...by }: ByPerson & { received: Map<string, number> },
): Promise<void> {
  const supplier = await managedSupplier(parts, by)
  await parts.db.transaction(async (tx) => {
    const { number } = await move(tx, by, { from: 'sent', to: 'received' })
    const reason = `Purchase ${number} of ${supplier.title}`
    await explainChanges(tx, { personId: by.personId, reason, kind: 'delivery' })
    for (const line of await linesOf(tx, by.purchaseId)) {
      const units = received.get(line.id) ?? line.cases * line.caseSize
      await takeIn(tx, line, units)
    }
  })
}

type Line = typeof purchaseLines.$inferSelect

async function takeIn(tx: Db, line: Line, units: number): Promise<void> {
  await tx.update(purchaseLines).set({ receivedUnits: units }).where(eq(purchaseLines.id, line.id))
  const difference = units - line.cases * line.caseSize
  const [item] = await tx
    .update(supplierItems)
    .set({
      looseUnits: sql`greatest(0, least(${supplierItems.looseUnits} + ${difference}, ${supplierItems.caseSize} - 1))`,
    })
    .where(eq(supplierItems.id, line.itemId))
    .returning({ variantId: supplierItems.variantId })
  if (!item?.variantId || units === 0) return
  // Where there is no limit nothing is counted: null stays null.
  await tx
    .update(supplies)
    .set({ capacity: sql`${supplies.capacity} + ${units}` })
    .where(
      eq(
        supplies.id,
        tx.select({ id: variants.supplyId }).from(variants).where(eq(variants.id, item.variantId)),
      ),
    )
}

function linesOf(tx: Db, purchaseId: string): Promise<Line[]> {
  return tx
    .select()
    .from(purchaseLines)
    .where(eq(purchaseLines.purchaseId, purchaseId))
    .orderBy(purchaseLines.title)
}

/** One conditional update, so that nothing is sent or taken in twice. */
async function move(
  tx: Db,
  { purchaseId, supplierId }: ByPerson,
  { from, to }: { from: State; to: State },
) {
  const [purchase] = await tx
    .update(purchaseOrders)
    .set({
      state: to,
      ...(to === 'sent' && { sentAt: sql`now()` }),
      ...(to === 'received' && { receivedAt: sql`now()` }),
    })
    .where(
      and(
        eq(purchaseOrders.id, purchaseId),
        eq(purchaseOrders.supplierId, supplierId),
        eq(purchaseOrders.state, from),
      ),
    )
    .returning()
  if (!purchase) throw new NotInThatState()
  return purchase
}
