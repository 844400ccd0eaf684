import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { Refusal } from '@rose-ash/shared/errors'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import { addItem } from '../basket/add-item.ts'
import type { Shop } from '../shop.ts'

/**
 * Puts the things of an order into a basket, at what they cost now, as far as they are still sold.
 * Answers how many of its lines could not be had.
 */
export async function orderAgain(
  db: Db,
  shop: Shop,
  { orderId, owner }: { orderId: string; owner: BasketOwner },
): Promise<number> {
  const lines = await db.select().from(orderLines).where(eq(orderLines.orderId, orderId))
  let missing = 0
  for (const { kind, itemId, quantity, unitMinor, suggestedMinor, note } of lines) {
    const chosen = suggestedMinor !== null || kind === 'donation' ? unitMinor : undefined
    try {
      await addItem(db, shop, { owner, kind, itemId, quantity, chosenMinor: chosen, note })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      missing += 1
    }
  }
  return missing
}
