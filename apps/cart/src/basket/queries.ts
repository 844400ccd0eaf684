import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Offer } from '@rose-ash/shared/contracts/offers'
import { type Db, jsonObject, type JsonOf, prepared } from '@rose-ash/shared/db'
import { basketLines, baskets, orders } from '@rose-ash/shared/db/models/cart'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import { draftOf, type OpenDraft, openDrafts } from '../orders/queries.ts'
import type { Shop } from '../shop.ts'
import { asksForGifts, type LineMerchant, merchantOfLine, offered, offerOfLine } from './offers.ts'

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
  /** Whether the page that sells it asks for gifts. */
  asksForGifts: boolean
}

export interface Basket {
  lines: BasketLine[]
  /** As they were typed. */
  voucherCodes: string[]
  /** The lines that name something which is no longer sold at all. */
  vanished: string[]
  /** Checkouts that are under way: what they hold is not in the basket. */
  drafts: OpenDraft[]
}

/** What a basket is read with: who sells, and in which currency gifts are given. */
export type Reading = Pick<Shop, 'services' | 'config'>

/** What lies in the owner's basket, each line with its item as it can be bought now. */
export async function readBasket(
  db: Db,
  reading: Reading,
  owner: BasketOwner | undefined,
): Promise<Basket> {
  const row = owner && (await readRow(db, reading, owner))
  const { rows = [], voucherCodes, drafts = [] } = row ?? {}
  const lines = rows.flatMap(({ offer, ...line }) => (offer?.page ? [{ ...line, offer }] : []))
  return {
    lines,
    voucherCodes: voucherCodes ?? [],
    vanished: rows.flatMap(({ id, offer }) => (offer?.page ? [] : id)),
    drafts: drafts.map(draftOf),
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

/** One statement, as the page of a basket is never cached. */
async function readRow(db: Db, { services, config }: Reading, owner: BasketOwner) {
  const [row] = await prepared(db, 'cart_basket', (on) =>
    on
      .select({
        rows: ownedLines(on, offerOfLine(services, config.currency)),
        voucherCodes: sql<string[] | null>`${baskets.voucherCodes}`,
        drafts: openDrafts(on, namesOwner(orders)),
      })
      .from(sql`(select 1) one`)
      .leftJoin(baskets, ownedByPlaceholder)
      .prepare('cart_basket'),
  ).execute(nameOf(owner))
  return row
}

const line = {
  id: basketLines.id,
  quantity: basketLines.quantity,
  chosenMinor: basketLines.chosenMinor,
  seenMinor: basketLines.seenMinor,
  note: basketLines.note,
  saved: sql<boolean>`${basketLines.savedAt} is not null`,
  offer: offered,
  merchant: merchantOfLine,
  asksForGifts,
}

function ownedLines(on: Db, offer: SQL): SQL<JsonOf<typeof line>[]> {
  const lines = on
    .select({ line: jsonObject(line).as('line') })
    .from(basketLines)
    .innerJoin(offer, sql`true`)
    .where(eq(basketLines.basketId, baskets.id))
    .orderBy(asc(basketLines.createdAt), asc(basketLines.id))
  return sql`(select coalesce(json_agg(own.line), '[]') from ${lines.as('own')})`
}

const namesOwner = (of: typeof baskets | typeof orders) =>
  sql`(${of.personId} = ${sql.placeholder('personId')} or ${of.visitorId} = ${sql.placeholder('visitorId')})`

const ownedByPlaceholder = namesOwner(baskets)

const nameOf = (owner: BasketOwner) => ({ personId: null, visitorId: null, ...owner })

/** The condition that a basket is this owner's. */
export const ownedBy = (owner: BasketOwner) =>
  'personId' in owner
    ? eq(baskets.personId, owner.personId)
    : eq(baskets.visitorId, owner.visitorId)
