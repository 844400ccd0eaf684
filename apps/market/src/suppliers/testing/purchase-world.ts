import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { purchaseLines } from '@rose-ash/shared/db/models/market-purchases'
import { supplierItems } from '@rose-ash/shared/db/models/market-review'
import { anOrder, aPage } from '@rose-ash/shared/testing'
import { draftPurchase } from '../purchases/draft-purchase.ts'
import { reviewWorld } from './review-world.ts'

/** A supplier with one thing that we sell singly, 24 in a case, and members who buy it. */
export async function purchaseWorld(db: Db) {
  const world = await reviewWorld(db)
  await world.accept('A-2')
  const ours = await world.ours('A-2')
  if (!ours) throw new Error('it was accepted')
  const { item, variant, product, supply } = ours
  await db.update(supplierItems).set({ caseSize: 24 }).where(eq(supplierItems.id, item.id))
  const { parts, people: by } = world
  return {
    parts,
    by,
    item,
    product,
    variantId: variant.id,
    managerId: world.managerId,
    adminId: world.adminId,
    memberId: world.memberId,
    supplyId: supply.id,
    async buy(quantity: number, state: 'paid' | 'refunded' = 'paid') {
      const page = await aPage(db)
      const order = await anOrder(db, {
        totalMinor: 100,
        currency: 'EUR',
        state,
        paidAt: new Date(Date.now() - 120_000),
      })
      await db.insert(orderLines).values({
        orderId: order.id,
        kind: 'product',
        itemId: variant.id,
        supplyId: supply.id,
        pageId: page.id,
        title: 'x',
        unitMinor: 100,
        quantity,
      })
    },
    async drafted() {
      const purchaseId = await draftPurchase(parts, by)
      const [line] = await db
        .select()
        .from(purchaseLines)
        .where(eq(purchaseLines.purchaseId, purchaseId))
      if (!line) throw new Error('a draft has lines')
      return { ...by, purchaseId, line }
    },
    async loose() {
      const [row] = await db.select().from(supplierItems).where(eq(supplierItems.id, item.id))
      return row?.looseUnits
    },
  }
}
