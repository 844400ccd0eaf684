import { sql } from 'drizzle-orm'
import type { ItemKind } from '@rose-ash/shared/contracts/offers'
import type { Db } from '@rose-ash/shared/db'
import { basketLines } from '@rose-ash/shared/db/models/cart'
import { type BasketOwner, ensureBasket } from '@rose-ash/shared/services/cart/baskets'
import type { Services } from '@rose-ash/shared/services/registry'
import { MarketClosed, NotOnSale, TooFewLeft, TooMany } from './errors.ts'
import { bounds } from './quantity-bounds.ts'
import { findOffer } from './queries.ts'

export interface BasketItem {
  owner: BasketOwner
  kind: ItemKind
  itemId: string
  quantity: number
}

/**
 * Puts something into the basket, on top of what is there of it already, and no fewer than an order
 * takes of it. Nothing is held yet.
 *
 * @throws {NotOnSale} when there is no such item, or not any more.
 * @throws {MarketClosed} when its market takes no orders now.
 * @throws {TooMany} when the basket would hold more than an order takes.
 * @throws {TooFewLeft} when the basket would hold more than is left.
 */
export async function addItem(db: Db, services: Services, item: BasketItem): Promise<void> {
  const { owner, kind, itemId, quantity } = item
  await db.transaction(async (tx) => {
    const offer = await findOffer(tx, services, item)
    if (!offer?.onSale) throw offer?.opensAt ? new MarketClosed() : new NotOnSale()
    const { min, max } = bounds(offer)
    const basketId = await ensureBasket(tx, owner)
    const [line] = await tx
      .insert(basketLines)
      .values({ basketId, kind, itemId, quantity: Math.max(min, quantity) })
      .onConflictDoUpdate({
        target: [basketLines.basketId, basketLines.kind, basketLines.itemId],
        set: { quantity: sql`least(99, ${basketLines.quantity} + ${quantity})` },
      })
      .returning({ quantity: basketLines.quantity })
    const { title, left } = offer
    if (line && line.quantity > max) throw new TooMany(title, max)
    if (left !== null && line && line.quantity > left) throw new TooFewLeft(title, left)
  })
}
