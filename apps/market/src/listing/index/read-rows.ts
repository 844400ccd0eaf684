import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { priceNow } from '@rose-ash/shared/services/market/price-now'
import type { ListingRow } from './listing-row.ts'

const CHUNK = 5_000

/** All products of a market that a listing shows, some thousand at a time. */
export async function* readAllRows(db: Db, marketId: string): AsyncGenerator<ListingRow[]> {
  let after: Row | undefined
  for (;;) {
    const beyond = after
      ? sql`and (product.position, product.id) > (${after.position}::int, ${after.id}::uuid)`
      : sql``
    const rows = await readRows(
      db,
      sql`product.market_id = ${marketId} ${beyond} order by product.position, product.id
        limit ${CHUNK}`,
    )
    yield rows.filter(isShown)
    after = rows.at(-1)
    if (rows.length < CHUNK) return
  }
}

/** Those of these products that a listing of the market shows. */
export async function readSomeRows(
  db: Db,
  marketId: string,
  ids: readonly string[],
): Promise<ListingRow[]> {
  const rows = await readRows(
    db,
    sql`product.market_id = ${marketId} and product.id = any(${sql.param(ids)}::uuid[])`,
  )
  return rows.filter(isShown)
}

/** `priceMinor` is null for a product that cannot be bought in any way. */
type Row = Omit<ListingRow, 'priceMinor'> & { priceMinor: number | null }

async function readRows(db: Db, which: SQL): Promise<Row[]> {
  const { rows } = await db.execute<Row & Record<string, unknown>>(sql`
    select product.id, product.position, product.title, product.producer, product.origin,
      product.labels, product.allergens,
      (extract(epoch from product.published_at) * 1000)::float8 as "publishedAt",
      array(select category_id from market.product_categories placed
        where placed.product_id = product.id) as categories,
      offer.price_minor as "priceMinor", offer.on_sale as "onSale", offer.available
    from market.products product
    cross join lateral (
      select min(price_now) as price_minor, bool_or(price_now < variant.price_minor) as on_sale,
        bool_or(supplies.capacity is null
          or supplies.held + supplies.taken < supplies.capacity + supplies.backorder) as available
      from market.variants variant
      join holds.supplies on supplies.id = variant.supply_id
      cross join lateral (select ${priceNow(false)} as price_now) now_is
      where variant.product_id = product.id and variant.active
    ) offer
    where product.status = 'published' and ${which}`)
  return rows
}

const isShown = (row: Row): row is ListingRow => row.priceMinor !== null
