import { type SQL, sql } from 'drizzle-orm'
import type { ItemKind, Offer } from '@rose-ash/shared/contracts/offers'
import { type Db, prepared } from '@rose-ash/shared/db'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import { v7 } from 'uuid'
import { offersBy } from './offers.ts'
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
 * Reads the offer and puts the item into the basket in one prepared statement, as this is what buyers do
 * most: basket and line are made where there are none yet, and two clicks at once add up. Nothing is put
 * in when it is not on sale, costs more than was chosen, or would be more than may be. What is not said of
 * a line stays as it was.
 */
export async function putIn(
  db: Db,
  reading: Reading,
  item: BasketItem,
): Promise<{ offer: Offer | null; isIn: boolean }> {
  const { owner, kind, itemId, quantity, chosenMinor = null, note = '' } = item
  const member = 'personId' in owner
  const name = `cart_put_${kind}_${member}`
  const [row] = await prepared(db, name, (on) => {
    const { services, config } = reading
    const asker = { member, currency: config.currency }
    const ctes = statementOf(kind, member, offersBy[kind](services, sql`item.item_id`, asker))
    const parts = Object.entries(ctes).map(([part, body]) => on.$with(part, {}).as(body))
    return on
      .with(...parts)
      .select({
        offer: sql<Offer | null>`offered.offer`,
        isIn: sql<boolean>`exists (select from line)`,
      })
      .from(sql`offered`)
      .prepare(name)
  }).execute({
    basketId: v7(),
    ownerId: member ? owner.personId : owner.visitorId,
    lineId: v7(),
    itemId,
    quantity,
    chosenMinor,
    note,
  })
  const { offer = null, isIn = false } = row ?? {}
  return { offer: offer?.page ? offer : null, isIn }
}

const given = {
  quantity: sql`${sql.placeholder('quantity')}::int`,
  chosen: sql`${sql.placeholder('chosenMinor')}::int`,
}

/** The parts of the statement, in their order. */
function statementOf(kind: ItemKind, member: boolean, offer: SQL): Record<string, SQL> {
  const owner = sql.raw(member ? 'person_id' : 'visitor_id')
  const more = kind === 'donation' ? sql`1` : sql`least(99, line.quantity + ${given.quantity})`
  return {
    offered: sql`select ${offer} as offer
      from (select ${sql.placeholder('itemId')}::uuid as item_id) item`,
    terms: sql`select (offer ->> 'unitMinor')::int as unit, (offer ->> 'floorMinor')::int as floor,
        greatest((offer ->> 'minPerOrder')::int, ${given.quantity}) as least,
        least(99, (offer ->> 'maxPerOrder')::int, (offer ->> 'left')::int) as most
      from offered where (offer ->> 'onSale')::boolean and offer ->> 'page' is not null`,
    allowed: sql`select * from terms
      where least <= most and coalesce(${given.chosen} >= floor, true)`,
    basket: sql`insert into cart.baskets (id, ${owner})
      select ${sql.placeholder('basketId')}::uuid, ${sql.placeholder('ownerId')}::uuid from allowed
      on conflict (${owner}) do update set updated_at = now() returning id`,
    line: sql`insert into cart.basket_lines as line
        (id, basket_id, kind, item_id, quantity, seen_minor, chosen_minor, note)
      select ${sql.placeholder('lineId')}::uuid, basket.id, ${sql.raw(`'${kind}'`)},
        ${sql.placeholder('itemId')}::uuid, least, unit,
        case when floor is not null then ${given.chosen} end, ${sql.placeholder('note')}::text
      from basket, allowed
      on conflict (basket_id, kind, item_id) do update set quantity = ${more}, saved_at = null,
        seen_minor = excluded.seen_minor, note = coalesce(nullif(excluded.note, ''), line.note),
        chosen_minor = coalesce(excluded.chosen_minor, line.chosen_minor)
      where ${more} <= (select most from allowed) returning 1`,
  }
}
