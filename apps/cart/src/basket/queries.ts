import { and, asc, eq, or, sql } from 'drizzle-orm'
import type { ItemKind, Offer } from '@rose-ash/shared/contracts/offers'
import { type Db, prepared } from '@rose-ash/shared/db'
import { basketLines, baskets } from '@rose-ash/shared/db/models/cart'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import type { Services } from '@rose-ash/shared/services/registry'

export interface BasketLine {
  id: string
  quantity: number
  offer: Offer
}

export interface Basket {
  lines: BasketLine[]
  /** How many lines name something that is no longer sold at all. */
  vanished: number
}

const empty: Basket = { lines: [], vanished: 0 }

/** What lies in the owner's basket, each line with its item as it can be bought now. */
export async function readBasket(
  db: Db,
  services: Services,
  owner: BasketOwner | undefined,
): Promise<Basket> {
  const rows = owner ? await lineRows(db, owner) : []
  if (rows.length === 0) return empty
  const offers = await offersOf(db, services, rows)
  const lines = rows.flatMap(({ id, itemId, quantity }) => {
    const offer = offers.get(itemId)
    return offer ? [{ id, quantity, offer }] : []
  })
  return { lines, vanished: rows.length - lines.length }
}

/** How many things lie in the owner's basket. */
export async function countBasket(db: Db, owner: BasketOwner | undefined): Promise<number> {
  const rows = owner ? await lineRows(db, owner) : []
  return rows.reduce((sum, row) => sum + row.quantity, 0)
}

/** The items behind these lines as they can be bought now, by item. */
export async function offersOf(
  db: Db,
  services: Services,
  lines: { kind: ItemKind; itemId: string }[],
): Promise<Map<string, Offer>> {
  const ids = (kind: ItemKind) => lines.filter((line) => line.kind === kind).map((l) => l.itemId)
  const products = await services.market.offers(db, ids('product'))
  const tickets = await services.events.offers(db, ids('ticket'))
  return new Map([...products, ...tickets].map((offer) => [offer.itemId, offer]))
}

function lineRows(db: Db, owner: BasketOwner) {
  return prepared(db, 'cart_lines', selectLines).execute({
    personId: null,
    visitorId: null,
    ...owner,
  })
}

function selectLines(db: Db) {
  const { id, kind, itemId, quantity } = basketLines
  const owned = or(
    eq(baskets.personId, sql.placeholder('personId')),
    eq(baskets.visitorId, sql.placeholder('visitorId')),
  )
  return db
    .select({ id, kind, itemId, quantity })
    .from(basketLines)
    .innerJoin(baskets, and(eq(baskets.id, basketLines.basketId), owned))
    .orderBy(asc(basketLines.createdAt), asc(basketLines.id))
    .prepare('cart_lines')
}

/** The condition that a basket is this owner's. */
export const ownedBy = (owner: BasketOwner) =>
  'personId' in owner
    ? eq(baskets.personId, owner.personId)
    : eq(baskets.visitorId, owner.visitorId)
