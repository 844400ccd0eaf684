import { and, eq, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { type Db, jsonObject } from '@rose-ash/shared/db'
import { markets, products } from '@rose-ash/shared/db/models/market'
import { opensNext, takesOrders } from '@rose-ash/shared/services/market/price-now'
import { type Asked, askedOf, type ShelfWay, shelfWays, stockOf } from './ways.ts'

/** A product on a shelf: its cheapest way to be bought, and what is left of all of them. */
export interface ProductCard extends Asked {
  id: string
  href: string
  title: string
  image: string | null
  imageAlt: string
  producer: string | null
  marketId: string
  variantIds: string[]
  /** What one tap puts into the basket; undefined when the buyer has to choose what, or the price. */
  variantId: string | undefined
  min: number
  max: number | null
  /** Whether `price` is the least of several. */
  several: boolean
  /** What may still be sold, back-orders included; null: no limit. */
  left: number | null
  /** What is there; null: no limit. */
  stock: number | null
  /** Whether its market takes no orders now, and when it does again. */
  closed: boolean
  opensAt: string | null
}

export const market = alias(markets, 'market')
export const product = alias(products, 'product')

/** Whether the joined market takes orders, and when it does next. */
export const opening = { open: takesOrders, opensNext }

/**
 * Published products as they stand on a shelf, each a `card` for `cardOf`; those that cannot be bought in
 * any way are left out.
 */
export function cards(db: Db, which: SQL) {
  const buyable = shelfWays(db, sql`product.id`).as('buyable')
  return db
    .select({
      card: jsonObject({
        id: product.id,
        marketId: product.marketId,
        slug: product.slug,
        title: product.title,
        image: product.image,
        imageAlt: product.imageAlt,
        producer: product.producer,
        ...opening,
        ways: sql<ShelfWay[]>`${buyable.ways}`,
      }).as('card'),
    })
    .from(product)
    .innerJoin(market, eq(market.id, product.marketId))
    .innerJoinLateral(buyable, sql`${buyable.ways} is not null`)
    .where(and(sql`${product.status} = 'published'`, which))
    .$dynamic()
}

/** A row of `cards`. */
export type CardRow = Awaited<ReturnType<typeof cards>>[number]

export function cardOf({ card }: CardRow): ProductCard {
  const { ways, slug, open, opensNext: next, ...shown } = card
  const way = cheapest(ways)
  return {
    ...shown,
    ...askedOf(way),
    href: `/products/${slug}`,
    variantIds: ways.map(({ id }) => id),
    variantId: ways.length === 1 && way.floorMinor === null ? way.id : undefined,
    several: ways.length > 1,
    min: way.min,
    max: way.max,
    left: total(ways.map(({ left }) => left)),
    stock: total(ways.map(stockOf)),
    closed: !open,
    opensAt: open ? null : next,
  }
}

/** The first of them where several cost the least. */
const cheapest = (ways: readonly ShelfWay[]): ShelfWay =>
  ways.reduce((least, way) => (way.priceNow < least.priceNow ? way : least))

/** Null, no limit, when one of them has none. */
function total(counts: readonly (number | null)[]): number | null {
  return counts.reduce<number | null>(
    (sum, count) => (sum === null || count === null ? null : sum + count),
    0,
  )
}
