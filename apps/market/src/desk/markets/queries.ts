import { inArray, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { products } from '@rose-ash/shared/db/models/market'
import { isLow } from '../stock/low.ts'

interface ShelfCounts {
  published: number
  drafts: number
  /** Products of which some size has come to its limit. */
  low: number
}

/** What stands on the shelves of these markets, by the market's id. */
export async function shelfCounts(db: Db, marketIds: string[]): Promise<Map<string, ShelfCounts>> {
  if (marketIds.length === 0) return new Map()
  const rows = await db
    .select({
      marketId: products.marketId,
      published: sql<number>`(count(*) filter (where ${products.status} = 'published'))::int`,
      drafts: sql<number>`(count(*) filter (where ${products.status} = 'draft'))::int`,
      low: sql<number>`(count(*) filter (where ${products.status} = 'published' and ${isLow}))::int`,
    })
    .from(products)
    .where(inArray(products.marketId, marketIds))
    .groupBy(products.marketId)
  return new Map(rows.map(({ marketId, ...counts }) => [marketId, counts]))
}
