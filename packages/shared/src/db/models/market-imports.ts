import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, listOf } from '../columns.ts'
import { people } from './account.ts'
import { markets, marketSchema } from './market.ts'

export const importStates = ['checking', 'ready', 'writing', 'done', 'failed', 'cancelled'] as const

/** A file of products that somebody brought: every row is looked at before any is written. */
export const productImports = marketSchema.table(
  'product_imports',
  {
    id: id(),
    marketId: uuid()
      .notNull()
      .references(() => markets.id),
    fileName: text().notNull(),
    state: text({ enum: importStates }).notNull().default('checking'),
    encoding: text().notNull(),
    /** Which column of the file is which field; what is not known is left out. */
    columns: jsonb().$type<Record<string, string>>().notNull(),
    ignored: text().array().notNull().default([]),
    problem: text(),
    startedBy: uuid()
      .notNull()
      .references(() => people.id),
    createdAt: createdAt(),
    endedAt: instant(),
  },
  (t) => [
    check('product_imports_state_known', sql`${t.state} in (${listOf(importStates)})`),
    index('product_imports_by_market').on(t.marketId, t.id.desc().nullsFirst()),
  ],
)

/**
 * One row of the file: what it says, what it would change, and what became of it. Rows with the same
 * `productKey` are one product, and are written together or not at all. `baseVersion` is the product's
 * when it was looked at: one that somebody saved since is not written over.
 */
export const productImportRows = marketSchema.table(
  'product_import_rows',
  {
    importId: uuid()
      .notNull()
      .references(() => productImports.id, { onDelete: 'cascade' }),
    /** The line of the file it ends in. */
    line: integer().notNull(),
    productKey: text().notNull(),
    values: jsonb().$type<Record<string, string>>().notNull(),
    /** null: not looked at yet. */
    outcome: text({ enum: ['create', 'update', 'same', 'error'] }),
    changes: jsonb().$type<{ field: string; from: string; to: string }[]>().notNull().default([]),
    problem: text(),
    productId: uuid(),
    baseVersion: integer(),
    writtenAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.importId, t.line] }),
    check(
      'product_import_rows_outcome_known',
      sql`${t.outcome} in ('create', 'update', 'same', 'error')`,
    ),
    check(
      'product_import_rows_errors_are_told',
      sql`(${t.outcome} = 'error') = (${t.problem} is not null)`,
    ),
    index('product_import_rows_of_product').on(t.importId, t.productKey),
    index('product_import_rows_by_outcome').on(t.importId, t.outcome, t.line),
  ],
)
