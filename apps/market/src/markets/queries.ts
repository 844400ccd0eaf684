import { asc, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm'
import { type Db, prepared } from '@rose-ash/shared/db'
import { markets } from '@rose-ash/shared/db/models/market'
import { collectionProducts } from '@rose-ash/shared/db/models/market-shelves'
import { opensNext, takesOrders } from '@rose-ash/shared/services/market/price-now'
import type { Services } from '@rose-ash/shared/services/registry'
import { market } from '../products/card.ts'

export type Market = typeof markets.$inferSelect

type Blog = Pick<Services, 'blog'>

/** Every market with the page it is attached to, by title. */
export async function listMarkets(db: Db, { blog }: Blog) {
  return db.select(withPage(blog)).from(markets).orderBy(asc(markets.title))
}

export type OpenMarket = NonNullable<Awaited<ReturnType<typeof findMarket>>>

/** A shelf of a market: a category, or a collection. */
export interface MarketShelf {
  id: string
  slug: string
  title: string
  description: string
  image: string | null
}

export interface CategoryShelf extends MarketShelf {
  parentId: string | null
}

export interface CollectionShelf extends MarketShelf {
  /** What a product must have to be in it; null: it was put there by hand. */
  rule: Record<string, string | string[]> | null
}

/** A market, the page it is attached to, whether it takes orders now, and its shelves. */
export async function findMarket(db: Db, { blog }: Blog, slug: string) {
  const [found] = await prepared(db, 'market_by_slug', (on) =>
    on
      .select({
        id: market.id,
        slug: market.slug,
        title: market.title,
        description: market.description,
        image: market.image,
        page: blog.attachedPage('market', market.id),
        open: takesOrders,
        opensAt: isoText(opensNext),
        /** Of an open order window. */
        closesAt: isoText(closesNext),
        pickups: nextPickups,
        categories: shelvesOf('categories', 'parent_id'),
        collections: shelvesOf('collections', 'rule'),
      })
      .from(market)
      .where(eq(market.slug, sql.placeholder('slug')))
      .prepare('market_by_slug'),
  ).execute({ slug })
  return found
}

const withPage = (blog: Services['blog']) => ({
  ...getTableColumns(markets),
  page: blog.attachedPage('market', markets.id),
})

const closesNext = sql`(select min(open_window.closes_at) from market.order_windows open_window
  where open_window.market_id = market.id and market.ordering = 'windows'
    and open_window.skipped_at is null and now() >= open_window.opens_at and now() < open_window.closes_at)`

interface Pickup {
  title: string
  address: string
  startsAt: string
  endsAt: string
}

/** Where and when what is ordered in the open window, else in the next one, is picked up. */
const nextPickups = sql<Pickup[]>`coalesce((
  select json_agg(json_build_object('title', point.title, 'address', point.address,
    'startsAt', pickup.starts_at, 'endsAt', pickup.ends_at) order by pickup.starts_at, point.position)
  from market.window_pickups pickup join market.pickup_points point on point.id = pickup.point_id
  where market.ordering = 'windows' and pickup.window_id = (
    select coming.id from market.order_windows coming
    where coming.market_id = market.id and coming.skipped_at is null and coming.closes_at > now()
    order by coming.closes_at limit 1)), '[]')`

const isoText = (at: SQL) => sql<string | null>`to_json(${at}) #>> '{}'`

function shelvesOf(table: 'categories', own: 'parent_id'): SQL<CategoryShelf[]>
function shelvesOf(table: 'collections', own: 'rule'): SQL<CollectionShelf[]>
function shelvesOf(table: string, own: string): SQL {
  const name = own === 'rule' ? 'rule' : 'parentId'
  return sql`(select coalesce(json_agg(json_build_object('id', shelf.id, 'slug', shelf.slug,
      'title', shelf.title, 'description', shelf.description, 'image', shelf.image,
      ${sql.raw(`'${name}'`)}, ${sql.raw(`shelf.${own}`)}) order by shelf.position, shelf.id), '[]')
    from ${sql.raw(`market.${table}`)} shelf where shelf.market_id = market.id)`
}

/** The products of a collection made by hand, in its order; at most 1,000. */
export async function idsOfCollection(db: Db, collectionId: string): Promise<string[]> {
  const rows = await db
    .select({ id: collectionProducts.productId })
    .from(collectionProducts)
    .where(eq(collectionProducts.collectionId, collectionId))
    .orderBy(asc(collectionProducts.position), asc(collectionProducts.productId))
    .limit(1_000)
  return rows.map(({ id }) => id)
}

/** The markets with these ids, in the order of the ids. */
export async function marketsById(db: Db, ids: string[]): Promise<Market[]> {
  if (ids.length === 0) return []
  const rows = await db.select().from(markets).where(inArray(markets.id, ids))
  return rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
}
