import { asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import { type Db, prepared } from '@rose-ash/shared/db'
import { markets } from '@rose-ash/shared/db/models/market'
import type { Services } from '@rose-ash/shared/services/registry'

export type Market = typeof markets.$inferSelect

type Blog = Pick<Services, 'blog'>

/** Every market with the page it is attached to, by title. */
export async function listMarkets(db: Db, { blog }: Blog) {
  return db.select(withPage(blog)).from(markets).orderBy(asc(markets.title))
}

/** A market with the page it is attached to. */
export async function findMarket(db: Db, { blog }: Blog, slug: string) {
  const [market] = await prepared(db, 'market_by_slug', (on) =>
    on
      .select(withPage(blog))
      .from(markets)
      .where(eq(markets.slug, sql.placeholder('slug')))
      .prepare('market_by_slug'),
  ).execute({ slug })
  return market
}

const withPage = (blog: Services['blog']) => ({
  ...getTableColumns(markets),
  page: blog.attachedPage('market', markets.id),
})

/** The markets with these ids, in the order of the ids. */
export async function marketsById(db: Db, ids: string[]): Promise<Market[]> {
  if (ids.length === 0) return []
  const rows = await db.select().from(markets).where(inArray(markets.id, ids))
  return rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
}
