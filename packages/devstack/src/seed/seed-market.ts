import { sql } from 'drizzle-orm'
import type { Config } from '@rose-ash/shared/config'
import type { Db } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { markets, products, variants } from '@rose-ash/shared/db/models/market'
import {
  categories,
  collectionProducts,
  collections,
  productCategories,
} from '@rose-ash/shared/db/models/market-shelves'
import { orderWindows } from '@rose-ash/shared/db/models/market-windows'
import { tellOfProduct } from '@rose-ash/shared/services/market/tell-of-product'
import type { Services } from '@rose-ash/shared/services/registry'
import type { SeedCategory, SeedCollection, SeedMarket, SeedProduct } from './seed-shelf.ts'

interface MarketSeed {
  market: SeedMarket
  services: Services
  config: Pick<Config, 'origins' | 'cooperative' | 'locale' | 'currency'>
  now: Date
}

type Ids = Map<string, string>

const day = 86_400_000

/** Opens one market with its shelves and products. Answers its id. */
export async function seedMarket(tx: Db, seed: MarketSeed): Promise<string> {
  const { slug, title, description, image, byWindows, products: shelf } = seed.market
  const [market] = await tx
    .insert(markets)
    .values({ slug, title, description, image, ordering: byWindows ? 'windows' : 'always' })
    .returning({ id: markets.id })
  if (!market) throw new Error('an insert answers its row')
  if (byWindows) await seedWindows(tx, market.id, seed.now)
  const shelves = await seedCategories(tx, market.id, seed.market.categories)
  const ids: Ids = new Map()
  for (const [position, product] of shelf.entries()) {
    const placed = { marketId: market.id, position, product, shelves }
    ids.set(product.slug, await seedProduct(tx, seed, placed))
  }
  for (const [position, collection] of (seed.market.collections ?? []).entries()) {
    await seedCollection(tx, { marketId: market.id, position, collection, ids })
  }
  return market.id
}

/** One that is open now, and one in a week. */
async function seedWindows(tx: Db, marketId: string, now: Date): Promise<void> {
  const at = (days: number, hour: number) =>
    new Date(new Date(now.getTime() + days * day).setUTCHours(hour, 0, 0, 0))
  await tx.insert(orderWindows).values([
    { marketId, opensAt: at(-2, 8), closesAt: at(3, 20) },
    { marketId, opensAt: at(6, 8), closesAt: at(10, 20) },
  ])
}

async function seedCategories(tx: Db, marketId: string, shelves: SeedCategory[]): Promise<Ids> {
  const ids: Ids = new Map()
  for (const [position, { within, ...values }] of shelves.entries()) {
    const parentId = within ? (ids.get(within) ?? null) : null
    const [row] = await tx
      .insert(categories)
      .values({ ...values, marketId, parentId, position })
      .returning({ id: categories.id })
    ids.set(values.slug, row?.id ?? '')
  }
  return ids
}

interface Collected {
  marketId: string
  position: number
  collection: SeedCollection
  ids: Ids
}

async function seedCollection(tx: Db, seed: Collected): Promise<void> {
  const { marketId, position, ids } = seed
  const { products: byHand = [], rule = null, ...values } = seed.collection
  const [row] = await tx
    .insert(collections)
    .values({ ...values, rule, marketId, position })
    .returning({ id: collections.id })
  for (const [place, slug] of byHand.entries()) {
    const productId = ids.get(slug) ?? ''
    await tx
      .insert(collectionProducts)
      .values({ collectionId: row?.id ?? '', productId, position: place })
  }
}

interface Placed {
  marketId: string
  position: number
  product: SeedProduct
  shelves: Ids
}

async function seedProduct(
  tx: Db,
  { services, config, now }: MarketSeed,
  { marketId, position, product, shelves }: Placed,
): Promise<string> {
  const { variants: ways, category, taxClass = 'zero', ...values } = product
  const [row] = await tx
    .insert(products)
    .values({
      ...values,
      taxClass,
      marketId,
      position,
      status: 'published',
      publishedAt: sql`now()`,
    })
    .returning({ id: products.id })
  if (!row) throw new Error('an insert answers its row')
  const categoryId = category && shelves.get(category)
  if (categoryId) await tx.insert(productCategories).values({ productId: row.id, categoryId })
  for (const [position, way] of ways.entries()) {
    const { currency } = config
    const terms = termsOf(way, now)
    const supplyId = await seedSupply(tx, way[2], way[4]?.backorder)
    await tx.insert(variants).values({ ...terms, productId: row.id, supplyId, currency, position })
  }
  await tellOfProduct(tx, { services, appConfig: config }, 'Create', row.id)
  return row.id
}

function termsOf(
  [title, priceMinor, , measure, terms = {}]: SeedProduct['variants'][number],
  now: Date,
) {
  const [measureAmount = null, measureUnit = null] = measure ?? []
  const { memberPence, leastPence, salePence, saleDays, min, max, weighed, options } = terms
  return {
    title,
    priceMinor,
    measureAmount,
    measureUnit,
    memberPriceMinor: memberPence ?? null,
    floorMinor: leastPence ?? null,
    salePriceMinor: salePence ?? null,
    saleUntil: saleDays === undefined ? null : new Date(now.getTime() + saleDays * day),
    minPerOrder: min ?? 1,
    maxPerOrder: max ?? null,
    weighed: weighed ?? false,
    optionValues: options ?? [],
  }
}

/** So much of something scarce; null: no limit. Answers its id. */
export async function seedSupply(tx: Db, capacity: number | null, backorder = 0): Promise<string> {
  const [supply] = await tx
    .insert(supplies)
    .values({ capacity, backorder })
    .returning({ id: supplies.id })
  if (!supply) throw new Error('an insert answers its row')
  return supply.id
}
