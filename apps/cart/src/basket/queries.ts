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

/** An item as it can be bought now; undefined when there is none. */
export async function findOffer(
  db: Db,
  services: Services,
  { kind, itemId }: { kind: ItemKind; itemId: string },
): Promise<Offer | undefined> {
  const offer = offersBy[kind](services, sql`item.item_id`)
  const [row] = await db.select({ offer }).from(sql`(select ${itemId}::uuid as item_id) item`)
  return row?.offer ?? undefined
}

/** The offer of a line, as a column of the statement that reads the line. */
export const offerOfLine = (services: Services): SQL<Offer | null> => {
  const { kind, itemId } = basketLines
  return sql<Offer | null>`case ${kind}
    when 'product' then ${offersBy.product(services, itemId)}
    when 'ticket' then ${offersBy.ticket(services, itemId)} end`
}

const offersBy: Record<ItemKind, (services: Services, id: Column | SQL) => SQL<Offer | null>> = {
  product: ({ market }, id) => market.offer(id),
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
