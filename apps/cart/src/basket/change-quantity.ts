import { and, eq, inArray } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { basketLines, baskets } from '@rose-ash/shared/db/models/cart'
import { NotFound } from '@rose-ash/shared/errors'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import { ownedBy } from './queries.ts'

export interface QuantityChange {
  owner: BasketOwner | undefined
  lineId: string
  /** 0 takes the line out. */
  quantity: number
}

/**
 * Sets how many of a line are wanted. Whether so many are left is said on the basket page and made
 * sure of at checkout.
 *
 * @throws {NotFound} when no such line lies in the owner's basket.
 */
export async function changeQuantity(db: Db, change: QuantityChange): Promise<void> {
  const { owner, lineId, quantity } = change
  if (!owner) throw new NotFound('line in your basket')
  const mine = db.select({ id: baskets.id }).from(baskets).where(ownedBy(owner))
  const which = and(eq(basketLines.id, lineId), inArray(basketLines.basketId, mine))
  const changed =
    quantity === 0
      ? await db.delete(basketLines).where(which)
      : await db.update(basketLines).set({ quantity }).where(which)
  if (changed.rowCount === 0) throw new NotFound('line in your basket')
}
