import { sql } from 'drizzle-orm'
import { openDatabase } from '@rose-ash/shared/db'
import { fetchPage, fetchWarmPage } from '../load/fetch-page.ts'
import type { Row } from '../table.ts'
import type { Case } from './bench.ts'

type Db = ReturnType<typeof openDatabase>['db']

const sizes = [1_000, 10_000, 100_000]
const ROUNDS = 40

/** Each is a page of 24: the process keeps no pages, but remembers what it counted for a choice. */
const choices = [
  '',
  'category=c-3',
  'category=c-1&label=l-2&available=1',
  'producer=Maker+7&sort=price',
  'price=250-500&without=a-1&sort=-price',
  'sale=1&sort=newest',
  'sort=title&origin=Place+3',
]

const FRESH = ROUNDS * choices.length
const WARM_UP = 40

/** A choice that no other number makes: some of the price bands, some of the labels, and more. */
function freshChoice(number: number): string {
  const bits = 1 + ((number * 37) % 4_095)
  const query = new URLSearchParams()
  const bands = ['0-250', '250-500', '500-1000', '1000-2000', '2000-5000', '5000-']
  for (const [at, band] of bands.entries()) if (bits & (1 << at)) query.append('price', band)
  for (let at = 0; at < 6; at += 1) if (bits & (64 << at)) query.append('label', `l-${at}`)
  if (number % 2 === 0) query.append('category', `c-${1 + (number % 20)}`)
  if (number % 3 === 0) query.append('available', '1')
  if (number % 5 === 0) query.append('without', `a-${number % 4}`)
  if (number % 7 === 0) query.append('producer', `Maker ${number % 50}`)
  query.append('sort', ['shelf', 'newest', 'price', '-price', 'title'][number % 5] ?? 'shelf')
  return query.toString()
}

const words = ['sourdough', 'orchard hon', 'winter', 'sourdogh', 'kiln plate', 'bread oven', 'ash']

/**
 * The listing page with facets out of 1,000, 10,000 and 100,000 products, beside the one statement that
 * reads its 24 products by their ids, and searching in them.
 */
export const listing: Case = async ({ stack }) => {
  const { db, close } = openDatabase({ url: stack.databaseUrl, size: 2, onError: () => undefined })
  try {
    const rows: Row[] = []
    const p95s: number[] = []
    for (const size of sizes) {
      const slug = `bench-${size}`
      const marketId = await fillMarket(db, slug, size)
      const page = `${stack.uncachedMarket.origin}/markets/${slug}`
      const begun = performance.now()
      await fetchWarmPage(page, { texts: [`${size} products`] })
      const firstMs = performance.now() - begun
      const fresh = await timedOnce(
        Array.from({ length: WARM_UP + FRESH }, (_, n) => `${page}?${freshChoice(n)}`),
      )
      const listed = await timed(choices.map((query) => `${page}?${query}`))
      const statement = await timeStatement(db, marketId)
      const searched = await timed(words.map((q) => `${page}?q=${encodeURIComponent(q)}`))
      p95s.push(at(fresh, 0.95))
      const ratio = at(fresh, 0.5) / at(statement, 0.5)
      rows.push(
        {
          name: `listing of 24 out of ${size}, a choice never made before`,
          p50Ms: at(fresh, 0.5),
          p99Ms: at(fresh, 0.99),
          result: `p95 ${at(fresh, 0.95).toFixed(1)} ms, ${ratio.toFixed(1)} × its SQL (${at(statement, 0.5).toFixed(1)} ms), first ${firstMs.toFixed(0)} ms`,
        },
        {
          name: `listing of 24 out of ${size}, a choice made again`,
          p50Ms: at(listed, 0.5),
          p99Ms: at(listed, 0.99),
          result: `p95 ${at(listed, 0.95).toFixed(1)} ms`,
        },
        {
          name: `search in ${size} products`,
          p50Ms: at(searched, 0.5),
          p99Ms: at(searched, 0.99),
          result: `p95 ${at(searched, 0.95).toFixed(1)} ms`,
        },
      )
    }
    const growth = (p95s.at(-1) ?? 0) / (p95s[0] ?? 1)
    rows.push({
      name: 'listing, choices never made before: p95 of 100,000 over that of 1,000',
      target: '< 2',
      result: growth.toFixed(2),
      met: growth < 2,
    })
    return rows
  } finally {
    await close()
  }
}

/** Milliseconds of each address in turn, sorted, after two rounds of warming up. */
async function timed(urls: readonly string[]): Promise<number[]> {
  const times: number[] = []
  for (let round = -2; round < ROUNDS; round += 1) {
    for (const url of urls) {
      const begun = performance.now()
      await fetchPage(url)
      if (round >= 0) times.push(performance.now() - begun)
    }
  }
  return times.toSorted((a, b) => a - b)
}

/** Milliseconds of each address, asked once, sorted; without those of the first few. */
async function timedOnce(urls: readonly string[]): Promise<number[]> {
  const times: number[] = []
  for (const url of urls) {
    const begun = performance.now()
    await fetchPage(url)
    times.push(performance.now() - begun)
  }
  return times.slice(WARM_UP).toSorted((a, b) => a - b)
}

/** 24 products by their ids with their variants and what is left: what a page cannot do without. */
async function timeStatement(db: Db, marketId: string): Promise<number[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select id from market.products where market_id = ${marketId} and status = 'published'
    order by position, id limit 24`)
  const ids = rows.map(({ id }) => id)
  const times: number[] = []
  for (let round = -20; round < 200; round += 1) {
    const begun = performance.now()
    await db.execute(sql`select product.*, variant.*, supplies.* from market.products product
      join market.variants variant on variant.product_id = product.id
      join holds.supplies on supplies.id = variant.supply_id
      where product.id = any(${sql.param(ids)}::uuid[])`)
    if (round >= 0) times.push(performance.now() - begun)
  }
  return times.toSorted((a, b) => a - b)
}

const at = (times: readonly number[], part: number) => times[Math.floor(times.length * part)] ?? 0

/** The same products every time, of words that people use. Answers the market's id. */
async function fillMarket(db: Db, slug: string, size: number): Promise<string> {
  const { rows } = await db.execute<{ id: string }>(sql`
    insert into market.markets (id, slug, title) values (gen_random_uuid(), ${slug}, ${slug})
    returning id`)
  const marketId = rows[0]?.id ?? ''
  await db.execute(sql`
    insert into market.categories (id, market_id, slug, title, position)
    select gen_random_uuid(), ${marketId}::uuid, 'c-' || n, 'Shelf ' || n, n
    from generate_series(1, 20) n`)
  const CHUNK = 2_000
  for (let from = 1; from <= size; from += CHUNK) {
    await fillChunk(db, marketId, [from, Math.min(size, from + CHUNK - 1)])
  }
  await db.execute(sql`vacuum analyze market.products, market.variants, holds.supplies,
    market.product_categories, market.product_changes`)
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local statement_timeout = 0`)
    await tx.execute(sql`refresh materialized view market.search_words`)
  })
  return marketId
}

/** With triggers asleep: ledger, price history, changes and foreign keys of 100,000 take minutes. */
async function fillChunk(db: Db, marketId: string, [from, to]: [number, number]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    await tx.execute(sql`set local statement_timeout = 0`)
    await tx.execute(sql`
      create temporary table made on commit drop as
      select n, gen_random_uuid() as product_id, gen_random_uuid() as supply_id,
        array['Bread','Flour','Orchard','Apple','Winter','Soup','Kiln','Plate','Market','Garden',
          'Leek','Honey','Ash','Bowl','Coffee','Table','Sourdough','Harvest','Field','Oven','Jug',
          'Rye'] as words
      from generate_series(${from}::int, ${to}::int) n`)
    await tx.execute(sql`
      insert into holds.supplies (id, capacity) select supply_id, n % 9 from made`)
    await tx.execute(sql`
      insert into market.products (id, market_id, slug, title, description, status, published_at,
        position, producer, origin, labels, allergens)
      select product_id, ${marketId}::uuid, 'bench-' || product_id,
        words[1 + n % 22] || ' ' || words[1 + n / 22 % 22] || ' ' || n,
        words[1 + n % 7] || ' and ' || words[1 + n % 11] || ' from the lane', 'published',
        now() - n * interval '1 minute', n, 'Maker ' || n % 50, 'Place ' || n % 12,
        array['l-' || n % 6], array['a-' || n % 5]
      from made`)
    await tx.execute(sql`
      insert into market.variants (id, product_id, supply_id, title, price_minor, sale_price_minor,
        currency)
      select gen_random_uuid(), product_id, supply_id, 'One', 100 + n * 37 % 5900,
        case when n % 20 = 0 then 100 end, 'GBP'
      from made`)
    await tx.execute(sql`
      insert into market.product_categories (product_id, category_id)
      select product_id, category.id from made
      join market.categories category
        on category.market_id = ${marketId} and category.slug = 'c-' || 1 + n % 20`)
  })
}
