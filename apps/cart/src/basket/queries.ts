import { and, asc, eq, or, type SQL, sql } from 'drizzle-orm'
import type { ItemKind, Offer } from '@rose-ash/shared/contracts/offers'
import { type Column, type Db, prepared } from '@rose-ash/shared/db'
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

/** What lies in the owner's basket, each line with its item as it can be bought now. */
export async function readBasket(
  db: Db,
  services: Services,
  owner: BasketOwner | undefined,
): Promise<Basket> {
  const rows = owner ? await ownedLines(db, services, owner) : []
  const lines = rows.flatMap(({ offer, ...line }) => (offer ? [{ ...line, offer }] : []))
  return { lines, vanished: rows.length - lines.length }
}

/** How many things lie in the owner's basket. */
export async function countBasket(db: Db, owner: BasketOwner | undefined): Promise<number> {
  if (!owner) return 0
  const [row] = await prepared(db, 'cart_count', (on) =>
    on
      .select({ count: sql<number>`coalesce(sum(${basketLines.quantity}), 0)::int` })
      .from(basketLines)
      .innerJoin(baskets, and(eq(baskets.id, basketLines.basketId), ownedByPlaceholder))
      .prepare('cart_count'),
  ).execute(nameOf(owner))
  return row?.count ?? 0
}

/** An item as its owner-to-be can buy it now; undefined when there is none. */
export async function findOffer(
  db: Db,
  services: Services,
  { kind, itemId, owner }: { kind: ItemKind; itemId: string; owner: BasketOwner },
): Promise<Offer | undefined> {
  const offer = offersBy[kind](services, sql`item.item_id`, 'personId' in owner)
  const [row] = await db.select({ offer }).from(sql`(select ${itemId}::uuid as item_id) item`)
  return row?.offer ?? undefined
}

/** The offer of a line to the owner of its basket, as a column of a statement that reads both. */
export const offerOfLine = (services: Services): SQL<Offer | null> => {
  const { kind, itemId } = basketLines
  return sql<Offer | null>`case ${kind}
    when 'product' then ${offersBy.product(services, itemId, ofMember)}
    when 'ticket' then ${offersBy.ticket(services, itemId, ofMember)} end`
}

const ofMember = sql<boolean>`${baskets.personId} is not null`

type OfferOf = (
  services: Services,
  id: Column | SQL,
  member: boolean | SQL<boolean>,
) => SQL<Offer | null>

const offersBy: Record<ItemKind, OfferOf> = {
  product: ({ market }, id, member) => market.offer(id, member),
  ticket: ({ events }, id) => events.offer(id),
}

function ownedLines(db: Db, services: Services, owner: BasketOwner) {
  const { id, quantity, createdAt, basketId } = basketLines
  return prepared(db, 'cart_lines', (on) =>
    on
      .select({ id, quantity, offer: offerOfLine(services) })
      .from(basketLines)
      .innerJoin(baskets, and(eq(baskets.id, basketId), ownedByPlaceholder))
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
