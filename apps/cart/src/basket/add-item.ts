import type { Offer } from '@rose-ash/shared/contracts/offers'
import type { Db } from '@rose-ash/shared/db'
import { money } from '@rose-ash/shared/money'
import { amountText } from '../pricing/amount-text.ts'
import { MarketClosed, NotOnSale, TooFewLeft, TooLittle, TooMany } from './errors.ts'
import { type BasketItem, putIn } from './put-in.ts'
import { bounds } from './quantity-bounds.ts'
import type { Reading } from './queries.ts'

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
  const { offer, isIn } = await putIn(db, reading, item)
  if (!offer?.onSale) throw offer?.opensAt ? new MarketClosed() : new NotOnSale()
  assertEnough(offer, item.chosenMinor, reading.config.locale)
  if (isIn) return
  const { title, left } = offer
  const { max } = bounds(offer)
  throw left !== null && left < max ? new TooFewLeft(title, left) : new TooMany(title, max)
}

/** @throws {TooLittle} when this is below the least that it may cost. */
export function assertEnough(
  { floorMinor, title, currency }: Offer,
  chosenMinor: number | undefined,
  locale: string,
): void {
  if (floorMinor === null || chosenMinor === undefined || chosenMinor >= floorMinor) return
  throw new TooLittle(title, amountText(money(floorMinor, currency), locale))
}
