import { and, asc, eq, sql, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { markets, products, variants } from '@rose-ash/shared/db/models/market'
import { type ChosenPrice, chosenPrice, type Money } from '@rose-ash/shared/money'
import { supplyLeft } from '@rose-ash/shared/services/holds'
import { opensNext, priceNow, takesOrders } from '@rose-ash/shared/services/market/price-now'
import { pricePerMeasure, type PerMeasure } from './price-per-measure.ts'

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

/** What is asked for something, the same for everybody. */
export interface Asked {
  price: Money
  /** What it costs otherwise, when it is on sale. */
  usual: Money | undefined
  saleUntil: Date | null
  /** Only when it is less than what everybody pays now. */
  memberPrice: Money | undefined
  perMeasure: PerMeasure | undefined
  /** Where buyers choose what they pay; `price` is what is suggested. */
  choice: ChosenPrice | undefined
}

export const market = alias(markets, 'market')
export const product = alias(products, 'product')
export const variant = alias(variants, 'variant')

/** What is there of a joined supply: without what may be sold before it comes. */
export const supplyStock = sql<number | null>`greatest(0, ${supplyLeft} - supplies.backorder)`

/** Published products as they stand on a shelf; those that cannot be bought in any way are left out. */
export function cards(db: Db, which: SQL) {
  const cost = sql`now_is.price_now`
  const offer = db
    .select({
      variantId: variant.id,
      priceNow: sql<number>`${cost}`.as('price_now'),
      priceMinor: variant.priceMinor,
      memberPriceMinor: variant.memberPriceMinor,
      floorMinor: variant.floorMinor,
      saleUntil: variant.saleUntil,
      currency: variant.currency,
      measureAmount: variant.measureAmount,
      measureUnit: variant.measureUnit,
      min: variant.minPerOrder,
      max: variant.maxPerOrder,
      variantIds: sql<string[]>`array_agg(${variant.id}) over ()`.as('variant_ids'),
      left: total(supplyLeft).as('left'),
      stock: total(supplyStock).as('stock'),
    })
    .from(variant)
    .innerJoin(supplies, eq(supplies.id, variant.supplyId))
    .innerJoin(sql`lateral (select ${priceNow(sql`false`)} as price_now) now_is`, sql`true`)
    .where(and(eq(variant.productId, product.id), variant.active))
    .orderBy(asc(cost), asc(variant.position))
    .limit(1)
    .as('offer')
  return db
    .select({
      id: product.id,
      marketId: product.marketId,
      slug: product.slug,
      title: product.title,
      image: product.image,
      imageAlt: product.imageAlt,
      producer: product.producer,
      variantId: offer.variantId,
      priceNow: offer.priceNow,
      priceMinor: offer.priceMinor,
      memberPriceMinor: offer.memberPriceMinor,
      floorMinor: offer.floorMinor,
      saleUntil: offer.saleUntil,
      currency: offer.currency,
      measureAmount: offer.measureAmount,
      measureUnit: offer.measureUnit,
      min: offer.min,
      max: offer.max,
      variantIds: offer.variantIds,
      left: offer.left,
      stock: offer.stock,
      open: takesOrders,
      opensAt: sql<string | null>`case when ${takesOrders} then null
        else to_json(${opensNext}) #>> '{}' end`,
    })
    .from(product)
    .innerJoin(market, eq(market.id, product.marketId))
    .innerJoinLateral(offer, sql`true`)
    .where(and(eq(product.status, 'published'), which))
    .$dynamic()
}

const total = (of: SQL<number | null>) =>
  sql<number | null>`case when bool_or(supplies.capacity is null) over () then null
    else sum(${of}) over () end::int`

type CardRow = Awaited<ReturnType<typeof cards>>[number]

export function cardOf(row: CardRow): ProductCard {
  const { id, marketId, title, image, imageAlt, producer, variantIds, variantId } = row
  return {
    ...askedOf(row),
    id,
    marketId,
    title,
    image,
    imageAlt,
    producer,
    variantIds,
    href: `/products/${row.slug}`,
    variantId: variantIds.length === 1 && row.floorMinor === null ? variantId : undefined,
    several: variantIds.length > 1,
    min: row.min,
    max: row.max,
    left: row.left,
    stock: row.stock,
    closed: !row.open,
    opensAt: row.opensAt,
  }
}

type Priced = Pick<
  typeof variants.$inferSelect,
  | 'priceMinor'
  | 'memberPriceMinor'
  | 'floorMinor'
  | 'saleUntil'
  | 'currency'
  | 'measureAmount'
  | 'measureUnit'
> & { priceNow: number }

/** What is asked for a variant that costs `priceNow` for everybody. */
export function askedOf(row: Priced): Asked {
  const { priceNow: now, priceMinor, memberPriceMinor: members, floorMinor, currency } = row
  const price = { amount: now, currency }
  const onSale = now < priceMinor
  return {
    price,
    usual: onSale ? { amount: priceMinor, currency } : undefined,
    saleUntil: onSale ? row.saleUntil : null,
    memberPrice: members !== null && members < now ? { amount: members, currency } : undefined,
    perMeasure: pricePerMeasure(price, row),
    choice: floorMinor === null ? undefined : chosenPrice(floorMinor, price),
  }
}
