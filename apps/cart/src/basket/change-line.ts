import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { basketLines, baskets } from '@rose-ash/shared/db/models/cart'
import { NotFound } from '@rose-ash/shared/errors'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import { assertEnough } from './add-item.ts'
import { findOffer } from './offers.ts'
import { ownedBy, type Reading } from './queries.ts'

export interface LineChange {
  owner: BasketOwner | undefined
  lineId: string
  /** How many are wanted; 0 takes the line out. */
  quantity?: number | undefined
  note?: string | undefined
  chosenMinor?: number | undefined
  /** True keeps it for later, false puts it back among what is ordered. */
  saved?: boolean | undefined
}

/**
 * Changes a line of the owner's basket; what is not named stays. Whether so many are left is said on
 * the basket page and made sure of at checkout.
 *
 * @throws {NotFound} when no such line lies in the owner's basket.
 * @throws {TooLittle} when the chosen price is below the least.
 */
export async function changeLine(db: Db, reading: Reading, change: LineChange): Promise<void> {
  const { owner, lineId, quantity, note, chosenMinor, saved } = change
  if (!owner) throw new NotFound('line in your basket')
  const mine = db.select({ id: baskets.id }).from(baskets).where(ownedBy(owner))
  const which = and(eq(basketLines.id, lineId), inArray(basketLines.basketId, mine))
  if (quantity === 0) return assertChanged(await db.delete(basketLines).where(which))
  const [line] = await db.select().from(basketLines).where(which)
  if (!line) throw new NotFound('line in your basket')
  const asked = { ...line, owner, currency: reading.config.currency }
  const offer = await findOffer(db, reading.services, asked)
  if (offer) assertEnough(offer, chosenMinor, reading.config.locale)
  const set = {
    ...(quantity !== undefined && { quantity }),
    ...(note !== undefined && { note }),
    ...(chosenMinor !== undefined && { chosenMinor }),
    ...(saved !== undefined && { savedAt: saved ? sql`now()` : null }),
    ...(offer && { seenMinor: offer.unitMinor }),
  }
  assertChanged(await db.update(basketLines).set(set).where(which))
}

function assertChanged({ rowCount }: { rowCount: number | null }): void {
  if (rowCount === 0) throw new NotFound('line in your basket')
}
