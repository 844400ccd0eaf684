import { asc, eq } from 'drizzle-orm'
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
