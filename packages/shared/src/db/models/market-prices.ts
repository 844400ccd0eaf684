import { sql } from 'drizzle-orm'
import { bigint, index, integer, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, xid8 } from '../columns.ts'
import { people } from './account.ts'
import { marketSchema, variants } from './market.ts'

/** Every price a variant ever had, written by a trigger on `market.variants`. */
export const priceChanges = marketSchema.table(
  'price_changes',
  {
    id: id(),
    variantId: uuid()
      .notNull()
      .references(() => variants.id),
    priceMinor: integer().notNull(),
    memberPriceMinor: integer(),
    salePriceMinor: integer(),
    currency: text().notNull(),
    reason: text().notNull().default(''),
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    at: createdAt(),
  },
  (t) => [index('price_changes_by_variant').on(t.variantId, t.at)],
)

/**
 * Which products changed in a way that a listing shows, and in which transaction: whoever keeps a
 * listing in memory reads what came since. Written by triggers, one row a change, so that a sale
 * never waits for an editor; rows older than a day are dropped.
 */
export const productChanges = marketSchema.table(
  'product_changes',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    marketId: uuid().notNull(),
    productId: uuid().notNull(),
    transaction: xid8()
      .notNull()
      .default(sql`pg_current_xact_id()`),
    at: createdAt(),
  },
  (t) => [index('product_changes_since').on(t.marketId, t.transaction)],
)
