import { sql } from 'drizzle-orm'
import { boolean, check, integer, pgSchema, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id } from '../columns.ts'
import { posts } from './blog.ts'

export const cartSchema = pgSchema('cart')

/**
 * Who takes the money and writes the invoices. The one without a page is the cooperative itself: what
 * is null there is what the configuration says. A page without a merchant of its own, or with one that
 * is switched off, sells through the cooperative. `sealedCredentials` is encrypted (AES-256-GCM).
 */
export const merchants = cartSchema.table(
  'merchants',
  {
    id: id(),
    pageId: uuid().references(() => posts.id),
    name: text(),
    address: text().array().notNull().default([]),
    taxNumber: text().notNull().default(''),
    provider: text().notNull().default('sumup'),
    merchantCode: text(),
    sealedCredentials: text(),
    active: boolean().notNull().default(true),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
  },
  (t) => [
    unique('merchants_one_per_page').on(t.pageId).nullsNotDistinct(),
    check(
      'merchants_of_pages_are_whole',
      sql`${t.pageId} is null or num_nonnulls(${t.name}, ${t.merchantCode}, ${t.sealedCredentials}) = 3`,
    ),
  ],
)

/**
 * On what terms a page sells: the cooperative's fee on what is sold (tax on the fee on top of it), what
 * buyers may do, and where a producer's money goes. A page without a row sells on the defaults here.
 */
export const sellers = cartSchema.table(
  'sellers',
  {
    pageId: uuid()
      .primaryKey()
      .references(() => posts.id),
    feeBasisPoints: integer().notNull().default(0),
    feeTaxRateBasisPoints: integer().notNull().default(2000),
    onAccount: boolean().notNull().default(false),
    onPickup: boolean().notNull().default(false),
    /** For how long after paying a buyer may cancel by themselves, while nothing was handed over. */
    cancelMinutes: integer().notNull().default(60),
    donations: boolean().notNull().default(false),
    payoutName: text().notNull().default(''),
    payoutIban: text().notNull().default(''),
    version: integer().notNull().default(1),
  },
  (t) => [
    check('sellers_fee_sane', sql`${t.feeBasisPoints} between 0 and 10000`),
    check('sellers_fee_tax_sane', sql`${t.feeTaxRateBasisPoints} between 0 and 10000`),
    check('sellers_cancel_not_negative', sql`${t.cancelMinutes} >= 0`),
  ],
)
