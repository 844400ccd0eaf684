import { type SQL, sql } from 'drizzle-orm'

/**
 * Whether some size of the `market.products` row of the statement has come to its low-stock limit. The
 * names in it are its own, as Drizzle leaves a table's name away in a statement about it alone.
 */
export const isLow: SQL<boolean> = sql<boolean>`(market.products.id in (
  select low_variant.product_id from market.variants low_variant
  join holds.supplies low_supply on low_supply.id = low_variant.supply_id
  where low_variant.active and low_variant.low_stock_at is not null
    and low_supply.capacity - low_supply.taken <= low_variant.low_stock_at))`
