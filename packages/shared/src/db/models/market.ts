import { sql } from 'drizzle-orm'
import { check, index, integer, pgSchema, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id } from '../columns.ts'
import { supplies } from './holds.ts'

export const marketSchema = pgSchema('market')

/** A market place; `blog.container_relations` says which page it is attached to. */
export const markets = marketSchema.table('markets', {
  id: id(),
  slug: text().notNull().unique('markets_slug_once'),
  title: text().notNull(),
  description: text().notNull().default(''),
  image: text(),
})

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
    status: text({ enum: ['draft', 'published'] })
      .notNull()
      .default('draft'),
    position: integer().notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [
    check('products_status_known', sql`${t.status} in ('draft', 'published')`),
    index('products_on_the_shelf')
      .on(t.marketId, t.position, t.id)
      .where(sql`${t.status} = 'published'`),
  ],
)

export const measureUnits = ['kg', 'g', 'l', 'ml', 'each'] as const

/**
 * One way to buy a product: a size, a weight. Its stock is a supply. `measureAmount` of
 * `measureUnit` is what one of it holds, for the price per kilogram or litre.
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
    priceMinor: integer().notNull(),
    currency: text().notNull(),
    measureAmount: integer(),
    measureUnit: text({ enum: measureUnits }),
    position: integer().notNull().default(0),
  },
  (t) => [
    check('variants_price_not_negative', sql`${t.priceMinor} >= 0`),
    check('variants_currency_iso', sql`${t.currency} ~ '^[A-Z]{3}$'`),
    check('variants_measure_whole', sql`(${t.measureAmount} is null) = (${t.measureUnit} is null)`),
    check('variants_measure_positive', sql`${t.measureAmount} > 0`),
    unique('variants_place_once').on(t.productId, t.position),
  ],
)
