import { sql } from 'drizzle-orm'
import type { EvensOut } from '../../contracts/cart.ts'
import type { Db } from '../../db/index.ts'
import { money } from '../../money/index.ts'

/** So many must have bought before anything is told. */
const fewest = 3

interface Row extends Record<string, unknown> {
  currency: string
  balance: number
  more: number
  same: number
  less: number
}

/** @see CartService.evensOut */
export async function evensOut(db: Db, itemIds: string[]): Promise<EvensOut | null> {
  if (itemIds.length === 0) return null
  const { rows } = await db.execute<Row>(sql`
    with bought as (
      select orders.currency, coalesce(orders.person_id::text, lower(orders.email::text)) as buyer,
        sum((line.unit_minor - line.suggested_minor)::bigint
          * (line.quantity - line.returned_quantity)) as beyond
      from cart.order_lines line join cart.orders on orders.id = line.order_id
      where line.item_id = any(${sql.param(itemIds)}::uuid[]) and line.suggested_minor is not null
        and line.quantity > line.returned_quantity
        and orders.state in ('paid', 'fulfilled', 'partly_refunded')
      group by 1, 2)
    select currency, sum(beyond)::float8 as balance,
      (count(*) filter (where beyond > 0))::int as more,
      (count(*) filter (where beyond = 0))::int as same,
      (count(*) filter (where beyond < 0))::int as less
    from bought group by currency having count(*) >= ${fewest} order by count(*) desc limit 1`)
  const [row] = rows
  if (!row) return null
  const { currency, balance, more, same: asSuggested, less } = row
  return { balance: money(balance, currency), more, asSuggested, less }
}
