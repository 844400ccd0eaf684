import { asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { markets } from '@rose-ash/shared/db/models/market'

export type Market = typeof markets.$inferSelect

/** Every market, by title. */
export async function listMarkets(db: Db): Promise<Market[]> {
  return db.select().from(markets).orderBy(asc(markets.title))
}

export async function findMarket(db: Db, slug: string): Promise<Market | undefined> {
  const [market] = await db.select().from(markets).where(eq(markets.slug, slug))
  return market
}

/** The markets with these ids, in the order of the ids. */
export async function marketsById(db: Db, ids: string[]): Promise<Market[]> {
  if (ids.length === 0) return []
  const rows = await db.select().from(markets).where(inArray(markets.id, ids))
  return rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
}
