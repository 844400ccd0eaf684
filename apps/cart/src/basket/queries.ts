import { and, asc, eq, isNull, or, sql } from 'drizzle-orm'
import type { Offer } from '@rose-ash/shared/contracts/offers'
import { type Db, prepared } from '@rose-ash/shared/db'
import { basketLines, baskets } from '@rose-ash/shared/db/models/cart'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import type { Shop } from '../shop.ts'
import { type LineMerchant, merchantOfLine, offered, offerOfLine } from './offers.ts'

export interface BasketLine {
  id: string
  quantity: number
  /** What the buyer pays for one, where that is theirs to choose. */
  chosenMinor: number | null
  /** The price they saw when they put it in or changed it. */
  seenMinor: number | null
  note: string
  /** Kept for later: not ordered with the rest. */
  saved: boolean
  offer: Offer
  merchant: LineMerchant
}

export interface Basket {
  lines: BasketLine[]
  /** As they were typed. */
  voucherCodes: string[]
  /** The lines that name something which is no longer sold at all. */
  vanished: string[]
}

/** What a basket is read with: who sells, and in which currency gifts are given. */
export type Reading = Pick<Shop, 'services' | 'config'>

/** What lies in the owner's basket, each line with its item as it can be bought now. */
export async function readBasket(
  db: Db,
  reading: Reading,
  owner: BasketOwner | undefined,
): Promise<Basket> {
  const rows = owner ? await ownedLines(db, reading, owner) : []
  const lines = rows.flatMap(({ offer, voucherCodes: _codes, ...line }) =>
    offer?.page ? [{ ...line, offer }] : [],
  )
  return {
    lines,
    voucherCodes: rows[0]?.voucherCodes ?? [],
    vanished: rows.flatMap(({ id, offer }) => (offer?.page ? [] : id)),
  }
}

/** How many things lie in the owner's basket, without those kept for later. */
export async function countBasket(db: Db, owner: BasketOwner | undefined): Promise<number> {
  if (!owner) return 0
  const [row] = await prepared(db, 'cart_count', (on) =>
    on
      .select({ count: sql<number>`coalesce(sum(${basketLines.quantity}), 0)::int` })
      .from(basketLines)
      .innerJoin(baskets, and(eq(baskets.id, basketLines.basketId), ownedByPlaceholder))
      .where(isNull(basketLines.savedAt))
      .prepare('cart_count'),
  ).execute(nameOf(owner))
  return row?.count ?? 0
}

/** The price of one of a line: the chosen one where buyers choose, never less than the least. */
export function unitOf({ offer, chosenMinor }: Pick<BasketLine, 'offer' | 'chosenMinor'>): number {
  const { unitMinor, floorMinor } = offer
  return floorMinor === null ? unitMinor : Math.max(floorMinor, chosenMinor ?? unitMinor)
}

function ownedLines(db: Db, { services, config }: Reading, owner: BasketOwner) {
  const { id, quantity, chosenMinor, seenMinor, note, savedAt, createdAt, basketId } = basketLines
  const { voucherCodes } = baskets
  return prepared(db, 'cart_lines', (on) =>
    on
      .select({
        id,
        quantity,
        chosenMinor,
        seenMinor,
        note,
        saved: sql<boolean>`${savedAt} is not null`,
        offer: offered,
        merchant: merchantOfLine,
        voucherCodes,
      })
      .from(basketLines)
      .innerJoin(baskets, and(eq(baskets.id, basketId), ownedByPlaceholder))
      .innerJoin(offerOfLine(services, config.currency), sql`true`)
      .orderBy(asc(createdAt), asc(id))
      .prepare('cart_lines'),
  ).execute(nameOf(owner))
}

const ownedByPlaceholder = or(
  eq(baskets.personId, sql.placeholder('personId')),
  eq(baskets.visitorId, sql.placeholder('visitorId')),
)

const nameOf = (owner: BasketOwner) => ({ personId: null, visitorId: null, ...owner })

/** The condition that a basket is this owner's. */
export const ownedBy = (owner: BasketOwner) =>
  'personId' in owner
    ? eq(baskets.personId, owner.personId)
    : eq(baskets.visitorId, owner.visitorId)
