import { and, asc, eq, sql } from 'drizzle-orm'
import type { Thing } from '../../contracts/things.ts'
import { type Column, type Db, has, type SQL } from '../../db/index.ts'
import { markets, products } from '../../db/models/market.ts'

/** @see MarketService.find */
export async function findInMarket(
  db: Db,
  kind: 'product' | 'market',
  words: string,
): Promise<Thing[]> {
  if (kind === 'market') {
    const { id, title } = markets
    return db
      .select({ id, title, detail: sql<string>`'Market'` })
      .from(markets)
      .where(has(title, words))
      .orderBy(asc(title))
      .limit(10)
  }
  return db
    .select({ id: products.id, title: products.title, detail: markets.title })
    .from(products)
    .innerJoin(markets, eq(markets.id, products.marketId))
    .where(and(eq(products.status, 'published'), has(products.title, words)))
    .orderBy(asc(products.title))
    .limit(10)
}

/** @see MarketService.path */
export function marketPath(marketId: Column | SQL): SQL<string | null> {
  return sql<string | null>`(select '/markets/' || leading_to.slug from market.markets leading_to
    where leading_to.id = ${marketId})`
}
