import { type SQL, sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgSchema,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, instant, tsvector } from '../columns.ts'
import { supplies } from './holds.ts'

export const marketSchema = pgSchema('market')

/**
 * A market place; `blog.container_relations` says which page it is attached to. One that orders by
 * windows is readable all the time and sells only while an order window is open.
 */
export const markets = marketSchema.table(
  'markets',
  {
    id: id(),
    slug: text().notNull().unique('markets_slug_once'),
    title: text().notNull(),
    description: text().notNull().default(''),
    image: text(),
    ordering: text({ enum: ['always', 'windows'] })
      .notNull()
      .default('always'),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
  },
  (t) => [check('markets_ordering_known', sql`${t.ordering} in ('always', 'windows')`)],
)

/** What a price already contains of tax: `rateBasisPoints` 2000 is 20 %. */
export const taxClasses = marketSchema.table(
  'tax_classes',
  {
    code: text().primaryKey(),
    title: text().notNull(),
    rateBasisPoints: integer().notNull(),
  },
  (t) => [check('tax_classes_rate_sane', sql`${t.rateBasisPoints} between 0 and 10000`)],
)

/** How the values of variants are called: `{ name: 'Size', values: ['Small', 'Large'] }`. */
export interface ProductOption {
  name: string
  values: string[]
}

export const productStatuses = ['draft', 'published', 'archived'] as const

/** `version` grows with every save, and a save must name the one it began with. */
export const products = marketSchema.table(
  'products',
  {
    id: id(),
    marketId: uuid()
      .notNull()
      .references(() => markets.id),
    slug: text().notNull().unique('products_slug_once'),
    title: text().notNull(),
    description: text().notNull().default(''),
    image: text(),
    imageAlt: text().notNull().default(''),
    producer: text(),
    origin: text(),
    allergens: text().array().notNull().default([]),
    labels: text().array().notNull().default([]),
    taxClass: text()
      .notNull()
      .default('standard')
      .references(() => taxClasses.code),
    options: jsonb().$type<ProductOption[]>().notNull().default([]),
    status: text({ enum: productStatuses }).notNull().default('draft'),
    position: integer().notNull().default(0),
    version: integer().notNull().default(1),
    publishedAt: instant(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
    /** What a buyer searches: the title counts most, then the producer, then the words. */
    search: tsvector().generatedAlwaysAs(
      (): SQL => sql`setweight(to_tsvector('english', title), 'A') ||
        setweight(to_tsvector('english', coalesce(producer, '')), 'B') ||
        setweight(to_tsvector('english', left(description, 100000)), 'C')`,
    ),
  },
  (t) => [
    check('products_status_known', sql`${t.status} in ('draft', 'published', 'archived')`),
    check(
      'products_published_have_a_date',
      sql`${t.status} <> 'published' or ${t.publishedAt} is not null`,
    ),
    index('products_on_the_shelf')
      .on(t.marketId, t.position, t.id)
      .where(sql`${t.status} = 'published'`),
    index('products_newest')
      .on(t.publishedAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`${t.status} = 'published'`),
    // Who puts a product last asks for the last place.
    index('products_by_place').on(t.marketId, t.position),
    index('products_by_market').on(t.marketId, t.updatedAt.desc().nullsFirst(), t.id),
    index('products_search').using('gin', t.search),
    index('products_title_trigrams').using('gin', sql`lower(${t.title}) gin_trgm_ops`),
  ],
)

export const measureUnits = ['kg', 'g', 'l', 'ml', 'each'] as const

/**
 * One way to buy a product: a size, a weight. Its stock is a supply. `measureAmount` of
 * `measureUnit` is what one of it holds, for the price per kilogram or litre; `weighed` when only
 * packing shows how much it really is. Minor units of `currency`, tax included.
 */
export const variants = marketSchema.table(
  'variants',
  {
    id: id(),
    productId: uuid()
      .notNull()
      .references(() => products.id),
    supplyId: uuid()
      .notNull()
      .unique('variants_supply_once')
      .references(() => supplies.id),
    title: text().notNull(),
    /** One value for each of the product's options, in their order. */
    optionValues: text().array().notNull().default([]),
    sku: text(),
    gtin: text(),
    priceMinor: integer().notNull(),
    memberPriceMinor: integer(),
    /** Where buyers choose what they pay, the least; `priceMinor` is what is suggested. Null: fixed. */
    floorMinor: integer(),
    salePriceMinor: integer(),
    saleFrom: instant(),
    saleUntil: instant(),
    currency: text().notNull(),
    measureAmount: integer(),
    measureUnit: text({ enum: measureUnits }),
    weighed: boolean().notNull().default(false),
    minPerOrder: integer().notNull().default(1),
    maxPerOrder: integer(),
    /** Told to the market's managers when no more than so many are left; null: never. */
    lowStockAt: integer(),
    /** When they were told; null again as soon as there is more. */
    lowStockToldAt: instant(),
    active: boolean().notNull().default(true),
    position: integer().notNull().default(0),
  },
  (t) => [
    check('variants_price_not_negative', sql`${t.priceMinor} >= 0`),
    check('variants_member_price_lower', sql`${t.memberPriceMinor} between 0 and ${t.priceMinor}`),
    check('variants_sale_price_lower', sql`${t.salePriceMinor} between 0 and ${t.priceMinor}`),
    check('variants_floor_lower', sql`${t.floorMinor} between 0 and ${t.priceMinor}`),
    check(
      'variants_chosen_price_alone',
      sql`${t.floorMinor} is null or num_nonnulls(${t.memberPriceMinor}, ${t.salePriceMinor}) = 0`,
    ),
    check('variants_sale_ends_after_it_begins', sql`${t.saleFrom} < ${t.saleUntil}`),
    check('variants_currency_iso', sql`${t.currency} ~ '^[A-Z]{3}$'`),
    check('variants_measure_whole', sql`(${t.measureAmount} is null) = (${t.measureUnit} is null)`),
    check('variants_measure_positive', sql`${t.measureAmount} > 0`),
    check(
      'variants_order_bounds',
      sql`1 <= ${t.minPerOrder} and ${t.minPerOrder} <= ${t.maxPerOrder}`,
    ),
    check('variants_low_stock_from_zero', sql`${t.lowStockAt} >= 0`),
    unique('variants_place_once').on(t.productId, t.position),
    index('variants_by_sku').on(t.sku),
    index('variants_sale_from')
      .on(t.saleFrom)
      .where(sql`${t.salePriceMinor} is not null`),
    index('variants_sale_until')
      .on(t.saleUntil)
      .where(sql`${t.salePriceMinor} is not null`),
  ],
)
