import { sql } from 'drizzle-orm'
import type { ItemKind, Offer } from '@rose-ash/shared/contracts/offers'
import type { Db } from '@rose-ash/shared/db'
import { basketLines } from '@rose-ash/shared/db/models/cart'
import { money } from '@rose-ash/shared/money'
import { type BasketOwner, ensureBasket } from '@rose-ash/shared/services/cart/baskets'
import { MarketClosed, NotOnSale, TooFewLeft, TooLittle, TooMany } from './errors.ts'
import { findOffer } from './offers.ts'
import { bounds } from './quantity-bounds.ts'
import type { Reading } from './queries.ts'

export interface BasketItem {
  owner: BasketOwner
  kind: ItemKind
  itemId: string
  quantity: number
  /** What the buyer pays for one, where that is theirs to choose. */
  chosenMinor?: number | undefined
  note?: string | undefined
}

/**
 * Puts something into the basket, on top of what is there of it already, and no fewer than an order
 * takes of it. Nothing is held yet. What was kept for later of it comes back.
 *
 * @throws {NotOnSale} when there is no such item, or not any more.
 * @throws {MarketClosed} when its market takes no orders now.
 * @throws {TooMany} when the basket would hold more than an order takes.
 * @throws {TooFewLeft} when the basket would hold more than is left.
 * @throws {TooLittle} when the chosen price is below the least.
 */
export async function addItem(db: Db, reading: Reading, item: BasketItem): Promise<void> {
  const { owner, kind, itemId, quantity } = item
  await db.transaction(async (tx) => {
    const offer = await findOffer(tx, reading.services, {
      ...item,
      currency: reading.config.currency,
    })
    if (!offer?.onSale) throw offer?.opensAt ? new MarketClosed() : new NotOnSale()
    const { min, max } = bounds(offer)
    const basketId = await ensureBasket(tx, owner)
    const terms = chosenTerms(offer, item)
    const [line] = await tx
      .insert(basketLines)
      .values({ basketId, kind, itemId, quantity: Math.max(min, quantity), ...terms })
      .onConflictDoUpdate({
        target: [basketLines.basketId, basketLines.kind, basketLines.itemId],
        set: {
          quantity:
            kind === 'donation' ? sql`1` : sql`least(99, ${basketLines.quantity} + ${quantity})`,
          savedAt: null,
          ...terms,
        },
      })
      .returning({ quantity: basketLines.quantity })
    const { title, left } = offer
    if (line && line.quantity > max) throw new TooMany(title, max)
    if (left !== null && line && line.quantity > left) throw new TooFewLeft(title, left)
  })
}

/** What the buyer says of a line besides how many: what is not said stays as it was. */
function chosenTerms(offer: Offer, { chosenMinor, note }: BasketItem) {
  assertEnough(offer, chosenMinor)
  return {
    seenMinor: offer.unitMinor,
    ...(offer.floorMinor !== null && chosenMinor !== undefined && { chosenMinor }),
    ...(note && { note }),
  }
}

/** @throws {TooLittle} when this is below the least that it may cost. */
export function assertEnough(offer: Offer, chosenMinor: number | undefined): void {
  const { floorMinor, title, currency } = offer
  if (floorMinor === null || chosenMinor === undefined || chosenMinor >= floorMinor) return
  throw new TooLittle(title, money(floorMinor, currency))
}
