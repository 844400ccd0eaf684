import { type SQL, sql } from 'drizzle-orm'

/**
 * What a `market.variants` row named `variant` costs at this moment, in minor units: the sale price
 * between its dates, the members' price for members, the lowest of those that hold.
 */
export function priceNow(member: boolean | SQL<boolean>): SQL<number> {
  return sql<number>`least(variant.price_minor,
    case when coalesce(variant.sale_from <= now(), true)
      and coalesce(now() < variant.sale_until, true) then variant.sale_price_minor end,
    case when ${member} then variant.member_price_minor end)`
}

/** Whether the `market.markets` row named `market` takes orders at this moment. */
export const takesOrders: SQL<boolean> = sql<boolean>`(market.ordering = 'always' or exists (
  select 1 from market.order_windows open_window where open_window.market_id = market.id
    and open_window.skipped_at is null and now() >= open_window.opens_at and now() < open_window.closes_at))`

/** When the `market.markets` row named `market` takes orders next; null when that is not known. */
export const opensNext: SQL<string | null> = sql<string | null>`(
  select min(next_window.opens_at) from market.order_windows next_window
  where next_window.market_id = market.id and next_window.skipped_at is null
    and next_window.opens_at > now())`
