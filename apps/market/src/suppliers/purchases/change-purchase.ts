import { and, eq, sql } from 'drizzle-orm'
import { purchaseLines } from '@rose-ash/shared/db/models/market-purchases'
import { supplierItems } from '@rose-ash/shared/db/models/market-review'
import { queueMail } from '@rose-ash/shared/mail'
import { managedSupplier } from '../manages.ts'
import type { SupplierParts } from '../supplier-parts.ts'
import { NoMailAddress } from './errors.ts'
import { type ByPerson, linesOf, lockSupplier, movePurchase } from './move-purchase.ts'
import { purchaseMail } from './purchase-mail.ts'

type Parts = Pick<SupplierParts, 'db' | 'services'>

/** Buys other numbers of cases, by line. @throws {NotManaging} @throws {NotInThatState} when it was sent. */
export async function changeCases(
  parts: Parts,
  { cases, ...by }: ByPerson & { cases: Map<string, number> },
): Promise<void> {
  await managedSupplier(parts, by)
  await parts.db.transaction(async (tx) => {
    await movePurchase(tx, by, { from: 'draft', to: 'draft' })
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
  await parts.db.transaction(async (tx) => {
    await movePurchase(tx, by, { from: 'draft', to: 'cancelled' })
    // What was carried over into it waits for the next one again.
    await tx
      .update(purchaseLines)
      .set({ carriedInto: null })
      .where(eq(purchaseLines.carriedInto, by.purchaseId))
  })
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
    await lockSupplier(tx, by.supplierId)
    const purchase = await movePurchase(tx, by, { from: 'draft', to: 'sent' })
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
