import { sql } from 'drizzle-orm'
import type { ItemKind, Offer } from '@rose-ash/shared/contracts/offers'
import type { Db } from '@rose-ash/shared/db'
import { money } from '@rose-ash/shared/money'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import { v7 } from 'uuid'
import { amountText } from '../pricing/amount-text.ts'
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
  const { currency, locale } = reading.config
  const offer = await findOffer(db, reading.services, { ...item, currency })
  if (!offer?.onSale) throw offer?.opensAt ? new MarketClosed() : new NotOnSale()
  assertEnough(offer, item.chosenMinor, locale)
  const { title, left } = offer
  const { max } = bounds(offer)
  if (await putIn(db, offer, item)) return
  throw left !== null && left < max ? new TooFewLeft(title, left) : new TooMany(title, max)
}

/**
 * The basket and its line in one statement, made where there are none yet: two clicks at once add up.
 * False when there would be more of it than may be; then nothing of the line has changed. What is not
 * said of it stays as it was.
 */
async function putIn(db: Db, offer: Offer, item: BasketItem): Promise<boolean> {
  const { owner, kind, itemId, quantity, chosenMinor, note } = item
  const { min, max } = bounds(offer)
  const most = Math.min(max, offer.left ?? max)
  const first = Math.max(min, quantity)
  const [column, ownerId] =
    'personId' in owner
      ? [sql.raw('person_id'), owner.personId]
      : [sql.raw('visitor_id'), owner.visitorId]
  const chosen = offer.floorMinor === null ? null : (chosenMinor ?? null)
  const more = kind === 'donation' ? sql`1` : sql`least(99, line.quantity + ${quantity}::int)`
  const written = await db.execute(sql`
    with basket as (
      insert into cart.baskets (id, ${column}) values (${v7()}, ${ownerId})
      on conflict (${column}) do update set updated_at = now() returning id)
    insert into cart.basket_lines as line
      (id, basket_id, kind, item_id, quantity, seen_minor, chosen_minor, note)
    select ${v7()}::uuid, basket.id, ${kind}, ${itemId}::uuid, ${first}::int,
      ${offer.unitMinor}::int, ${chosen}::int, ${note ?? ''}
    from basket where ${first}::int <= ${most}::int
    on conflict (basket_id, kind, item_id) do update set quantity = ${more}, saved_at = null,
      seen_minor = excluded.seen_minor, note = coalesce(nullif(excluded.note, ''), line.note),
      chosen_minor = coalesce(excluded.chosen_minor, line.chosen_minor)
    where ${more} <= ${most}::int`)
  return written.rowCount === 1
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
