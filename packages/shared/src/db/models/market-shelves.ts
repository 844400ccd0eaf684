import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  check,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { id } from '../columns.ts'
import { markets, marketSchema, products } from './market.ts'

/** A shelf within a market, and shelves within it. */
export const categories = marketSchema.table(
  'categories',
  {
    id: id(),
    marketId: uuid()
      .notNull()
      .references(() => markets.id),
    parentId: uuid().references((): AnyPgColumn => categories.id),
    slug: text().notNull(),
    title: text().notNull(),
    description: text().notNull().default(''),
    image: text(),
    position: integer().notNull().default(0),
  },
  (t) => [
    unique('categories_slug_once').on(t.marketId, t.slug),
    check('categories_not_within_themselves', sql`${t.parentId} <> ${t.id}`),
    index('categories_by_parent').on(t.parentId),
  ],
)

/** More pictures of a product, after its first. */
export const productImages = marketSchema.table(
  'product_images',
  {
    id: id(),
    productId: uuid()
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    image: text().notNull(),
    alt: text().notNull().default(''),
    position: integer().notNull(),
  },
  (t) => [unique('product_images_place_once').on(t.productId, t.position)],
)

export const productCategories = marketSchema.table(
  'product_categories',
  {
    productId: uuid()
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    categoryId: uuid()
      .notNull()
      .references(() => categories.id, { onDelete: 'cascade' }),
  },
  (t) => [
    primaryKey({ columns: [t.productId, t.categoryId] }),
    index('product_categories_by_category').on(t.categoryId),
  ],
)

/** Chosen by hand; without any, the market looks for likely ones itself. */
export const relatedProducts = marketSchema.table(
  'related_products',
  {
    productId: uuid()
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    relatedId: uuid()
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.productId, t.relatedId] }),
    check('related_products_to_others', sql`${t.productId} <> ${t.relatedId}`),
  ],
)

/**
 * Products that belong together across categories: named by hand (`collection_products`), or all
 * that a rule finds.
 */
export const collections = marketSchema.table(
  'collections',
  {
    id: id(),
    marketId: uuid()
      .notNull()
      .references(() => markets.id),
    slug: text().notNull(),
    title: text().notNull(),
    description: text().notNull().default(''),
    image: text(),
    /** What a product must have, in the words of a listing's address; null: by hand. */
    rule: jsonb().$type<Record<string, string | string[]>>(),
    position: integer().notNull().default(0),
  },
  (t) => [unique('collections_slug_once').on(t.marketId, t.slug)],
)

export const collectionProducts = marketSchema.table(
  'collection_products',
  {
    collectionId: uuid()
      .notNull()
      .references(() => collections.id, { onDelete: 'cascade' }),
    productId: uuid()
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.collectionId, t.productId] }),
    index('collection_products_by_product').on(t.productId),
  ],
)
