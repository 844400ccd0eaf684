import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { priceNow, takesOrders } from '@rose-ash/shared/services/market/price-now'
import { cardOf, cards, product } from '../products/card.ts'

const IN_FEED = 30

/** The newest products of a market with their words, for feed readers. */
export async function newestOf(db: Db, marketId: string) {
  const found = await cards(db, sql`${product.marketId} = ${marketId}`)
    .orderBy(sql`${product.publishedAt} desc, ${product.id} desc`)
    .limit(IN_FEED)
  const rows = found.map(cardOf)
  const { rows: words } = await db.execute<{ id: string; description: string; at: Date }>(sql`
    select id, description, published_at as at from market.products
    where id = any(${sql.param(rows.map(({ id }) => id))}::uuid[])`)
  const byId = new Map(words.map((row) => [row.id, row]))
  return rows.map((row) => {
    const { description = '', at = new Date(0) } = byId.get(row.id) ?? {}
    return { ...row, description, publishedAt: new Date(at) }
  })
}

/** A variant as price engines want it. */
export interface FeedItem {
  id: string
  slug: string
  productId: string
  title: string
  variant: string
  description: string
  image: string | null
  producer: string | null
  sku: string | null
  gtin: string | null
  /** How many ways there are to buy the product. */
  ways: number
  priceMinor: number
  nowMinor: number
  saleFrom: string | null
  saleUntil: string | null
  currency: string
  left: boolean
  stocked: boolean
  market: string
}

const CHUNK = 1_000

/** Every way to buy a published product of a market that takes orders now, a thousand at a time. */
export async function* feedItems(db: Db): AsyncGenerator<FeedItem[]> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await readItems(db, after)
    yield rows
    const last = rows.at(-1)
    if (!last || rows.length < CHUNK) return
    after = last.id
  }
}

async function readItems(db: Db, after: string): Promise<FeedItem[]> {
  const { rows } = await db.execute<FeedItem & Record<string, unknown>>(sql`
    select variant.id, product.slug, product.id as "productId", product.title,
      variant.title as variant, product.description, product.image, product.producer, variant.sku,
      variant.gtin, variant.price_minor as "priceMinor", ${priceNow(sql`false`)} as "nowMinor",
      to_json(variant.sale_from) #>> '{}' as "saleFrom",
      to_json(variant.sale_until) #>> '{}' as "saleUntil", variant.currency,
      market.title as market,
      (select count(*)::int from market.variants other
        where other.product_id = product.id and other.active) as ways,
      supplies.capacity is null
        or supplies.held + supplies.taken < supplies.capacity + supplies.backorder as left,
      supplies.capacity is null or supplies.held + supplies.taken < supplies.capacity as stocked
    from market.variants variant
    join market.products product on product.id = variant.product_id
    join market.markets market on market.id = product.market_id
    join holds.supplies on supplies.id = variant.supply_id
    where product.status = 'published' and variant.active and variant.id > ${after}::uuid
      and ${takesOrders}
    order by variant.id limit ${CHUNK}`)
  return rows
}

export interface SitemapEntry {
  path: string
  updatedAt: Date | null
}

/** Every market with its shelves, then the products that changed last; at most as one sitemap may name. */
export async function sitemapEntries(db: Db): Promise<SitemapEntry[]> {
  const { rows } = await db.execute<{ path: string; updatedAt: string | null }>(sql`
    (select '/markets/' || slug as path, null::timestamptz as "updatedAt", 0 as place
      from market.markets)
    union all
    (select '/markets/' || market.slug || '/c/' || category.slug, null, 1
      from market.categories category join market.markets market on market.id = category.market_id)
    union all
    (select '/markets/' || market.slug || '/collections/' || collection.slug, null, 2
      from market.collections collection
      join market.markets market on market.id = collection.market_id)
    union all
    (select '/products/' || slug, updated_at, 3 from market.products where status = 'published'
      order by updated_at desc, id limit 45000)
    order by place, "updatedAt" desc, path limit 49000`)
  return rows.map(({ path, updatedAt }) => ({
    path,
    updatedAt: updatedAt ? new Date(updatedAt) : null,
  }))
}
