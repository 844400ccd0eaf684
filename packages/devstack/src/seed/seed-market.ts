import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { markets, products, variants } from '@rose-ash/shared/db/models/market'
import type { Services } from '@rose-ash/shared/services/registry'
import type { SeedMarket, SeedProduct } from './shelves.ts'

interface MarketSeed {
  market: SeedMarket
  services: Services
  currency: string
}

/** Opens one market with its products. Answers its id. */
export async function seedMarket(tx: Db, seed: MarketSeed): Promise<string> {
  const { page: _, products: shelf, ...values } = seed.market
  const [market] = await tx.insert(markets).values(values).returning({ id: markets.id })
  if (!market) throw new Error('an insert answers its row')
  for (const [position, product] of shelf.entries()) {
    await seedProduct(tx, seed, { marketId: market.id, position, product })
  }
  return market.id
}

interface Placed {
  marketId: string
  position: number
  product: SeedProduct
}

async function seedProduct(
  tx: Db,
  { services, currency }: MarketSeed,
  { marketId, position, product }: Placed,
): Promise<void> {
  const { variants: ways, ...values } = product
  const [row] = await tx
    .insert(products)
    .values({ ...values, marketId, position, status: 'published', publishedAt: sql`now()` })
    .returning({ id: products.id })
  if (!row) throw new Error('an insert answers its row')
  for (const [place, [title, priceMinor, stock, measure]] of ways.entries()) {
    const supplyId = await seedSupply(tx, stock)
    await tx.insert(variants).values({
      productId: row.id,
      supplyId,
      title,
      priceMinor,
      currency,
      position: place,
      measureAmount: measure?.[0] ?? null,
      measureUnit: measure?.[1] ?? null,
    })
  }
  await services.federation.publish(tx, {
    app: 'market',
    type: 'Create',
    object: { type: 'Page', path: `/products/${product.slug}`, name: product.title },
    public: true,
  })
}

/** So much of something scarce; null: no limit. Answers its id. */
export async function seedSupply(tx: Db, capacity: number | null): Promise<string> {
  const [supply] = await tx.insert(supplies).values({ capacity }).returning({ id: supplies.id })
  if (!supply) throw new Error('an insert answers its row')
  return supply.id
}
