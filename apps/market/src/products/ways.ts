import { and, eq, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { type Db, jsonObject, type JsonOf } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { variants } from '@rose-ash/shared/db/models/market'
import { type ChosenPrice, chosenPrice, type Money } from '@rose-ash/shared/money'
import { supplyLeft } from '@rose-ash/shared/services/holds'
import { priceNow } from '@rose-ash/shared/services/market/price-now'
import { pricePerMeasure, type PerMeasure } from './price-per-measure.ts'

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

const variant = alias(variants, 'variant')

/** A way to buy a product, as a shelf shows it. */
const onShelf = {
  id: variant.id,
  min: variant.minPerOrder,
  max: variant.maxPerOrder,
  priceNow: priceNow(sql`false`),
  priceMinor: variant.priceMinor,
  memberPriceMinor: variant.memberPriceMinor,
  floorMinor: variant.floorMinor,
  saleUntil: variant.saleUntil,
  currency: variant.currency,
  measureAmount: variant.measureAmount,
  measureUnit: variant.measureUnit,
  /** What may still be sold, back-orders included; null: no limit. */
  left: supplyLeft,
  backorder: supplies.backorder,
}

/** The same as its product's page shows it. */
const onPage = {
  ...onShelf,
  title: variant.title,
  optionValues: variant.optionValues,
  sku: variant.sku,
  gtin: variant.gtin,
  weighed: variant.weighed,
}

export type ShelfWay = JsonOf<typeof onShelf>
export type PageWay = JsonOf<typeof onPage>

/** All ways to buy this product, in their order; null where there is none. */
export const shelfWays = (db: Db, productId: SQL) => waysTo(db, jsonObject(onShelf), productId)
export const pageWays = (db: Db, productId: SQL) => waysTo(db, jsonObject(onPage), productId)

function waysTo<Way extends ShelfWay | PageWay>(db: Db, way: SQL<Way>, productId: SQL) {
  return db
    .select({
      ways: sql<Way[] | null>`json_agg(${way} order by ${variant.position})`.as('ways'),
    })
    .from(variant)
    .innerJoin(supplies, eq(supplies.id, variant.supplyId))
    .where(and(sql`${variant.productId} = ${productId}`, variant.active))
}

/** What is asked for a way to buy something that costs `priceNow` for everybody. */
export function askedOf(way: ShelfWay): Asked {
  const { priceNow: now, priceMinor, memberPriceMinor: members, floorMinor, currency } = way
  const price = { amount: now, currency }
  const onSale = now < priceMinor
  return {
    price,
    usual: onSale ? { amount: priceMinor, currency } : undefined,
    saleUntil: onSale && way.saleUntil ? new Date(way.saleUntil) : null,
    memberPrice: members !== null && members < now ? { amount: members, currency } : undefined,
    perMeasure: pricePerMeasure(price, way),
    choice: floorMinor === null ? undefined : chosenPrice(floorMinor, price),
  }
}

/** What is there, without what may be sold before it comes; null: no limit. */
export const stockOf = ({ left, backorder }: Pick<ShelfWay, 'left' | 'backorder'>): number | null =>
  left === null ? null : Math.max(0, left - backorder)
