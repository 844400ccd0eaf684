import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, instant, listOf } from '../columns.ts'
import { people } from './account.ts'
import { markets, marketSchema } from './market.ts'

type Json = Record<string, unknown>

/**
 * Somebody the market buys from, and how its catalogue is read: from `startUrl`, by `recipe` where the
 * pages do not say it themselves. `rateSeconds` is the least time between two requests to its host.
 */
export const suppliers = marketSchema.table(
  'suppliers',
  {
    id: id(),
    marketId: uuid()
      .notNull()
      .references(() => markets.id),
    title: text().notNull(),
    email: text(),
    startUrl: text(),
    recipe: jsonb().$type<Json>(),
    currency: text().notNull(),
    /** The language its prices are written in, as BCP 47. */
    locale: text().notNull().default('en-GB'),
    rateSeconds: doublePrecision().notNull().default(2),
    /** How often it is read by itself; null: only when asked. */
    everyHours: integer(),
    /** Who said, and how, that pages may be read which robots.txt forbids. */
    permission: text(),
    permissionBy: uuid().references(() => people.id, { onDelete: 'set null' }),
    permissionAt: instant(),
    /** Which column of its price lists is what: `{ price: 'EK netto' }`. */
    fileColumns: jsonb().$type<Record<string, string>>().notNull().default({}),
    nextRunAt: instant(),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
  },
  (t) => [
    check('suppliers_rate_polite', sql`${t.rateSeconds} >= 0`),
    check('suppliers_url_of_the_web', sql`${t.startUrl} ~ '^https?://'`),
    check(
      'suppliers_permission_recorded',
      sql`(${t.permission} is null) = (${t.permissionAt} is null)`,
    ),
    index('suppliers_due')
      .on(t.nextRunAt)
      .where(sql`${t.nextRunAt} is not null`),
    index('suppliers_by_market').on(t.marketId),
  ],
)

/** A host that is read, shared by all suppliers on it: its bucket of turns and its robots.txt. */
export const scrapedHosts = marketSchema.table('scraped_hosts', {
  /** As in `https://shop.example:8443`. */
  origin: text().primaryKey(),
  /** When its bucket of turns is full again (GCRA): all there is to know of a token bucket. */
  fullAt: instant()
    .notNull()
    .default(sql`now()`),
  /** A `RobotsRule`, good until then. */
  robots: jsonb().$type<Json>(),
  robotsExpiresAt: instant(),
})

/** `waiting`: a price list whose columns nobody has named yet. */
export const runStates = ['waiting', 'running', 'stopped', 'done', 'failed'] as const

/** One reading of a supplier's catalogue, web pages or a file. One at a time for each supplier. */
export const supplierRuns = marketSchema.table(
  'supplier_runs',
  {
    id: id(),
    supplierId: uuid()
      .notNull()
      .references(() => suppliers.id),
    kind: text({ enum: ['web', 'file'] }).notNull(),
    fileName: text(),
    state: text({ enum: runStates }).notNull().default('running'),
    problem: text(),
    /** Whether all of the catalogue was seen, so that what was not seen is missing. */
    isComplete: boolean().notNull().default(false),
    /** How many of what it met, once it has ended: `{ ok: 12, gone: 1, new: 3 }`. */
    report: jsonb().$type<Record<string, number>>(),
    startedBy: uuid().references(() => people.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    endedAt: instant(),
  },
  (t) => [
    check('supplier_runs_state_known', sql`${t.state} in (${listOf(runStates)})`),
    check('supplier_runs_kind_known', sql`${t.kind} in ('web', 'file')`),
    uniqueIndex('supplier_runs_one_at_a_time')
      .on(t.supplierId)
      .where(sql`${t.state} = 'running'`),
    index('supplier_runs_by_supplier').on(t.supplierId, t.id.desc().nullsFirst()),
  ],
)

/** What came of asking for a page; the names are those of reading one. */
export const pageOutcomes = [
  'ok',
  'unchanged',
  'gone',
  'refused',
  'too_large',
  'redirect_loop',
  'not_html',
  'failed',
  'too_late',
  'not_reachable',
] as const

/**
 * The queue and the memory of a supplier's pages. `runId` is the run that waits for it or had it last;
 * `outcome` null while it waits. The hash and the validators say whether it changed.
 */
export const supplierPages = marketSchema.table(
  'supplier_pages',
  {
    supplierId: uuid()
      .notNull()
      .references(() => suppliers.id, { onDelete: 'cascade' }),
    url: text().notNull(),
    kind: text({ enum: ['list', 'product', 'sitemap', 'unknown'] }).notNull(),
    runId: uuid().references(() => supplierRuns.id, { onDelete: 'set null' }),
    depth: integer().notNull().default(0),
    attempts: integer().notNull().default(0),
    notBefore: instant(),
    outcome: text({ enum: pageOutcomes }),
    status: integer(),
    problem: text(),
    etag: text(),
    lastModified: text(),
    contentHash: text(),
    bytes: integer(),
    fetchedAt: instant(),
    /** Where it led when it was read last, so that an unchanged page need not be read again. */
    links: jsonb().$type<{ url: string; kind: 'list' | 'product' | 'sitemap' }[]>(),
    /** What was seen on it when it was read last. */
    itemIds: uuid().array().notNull().default([]),
  },
  (t) => [
    primaryKey({ columns: [t.supplierId, t.url] }),
    index('supplier_pages_waiting')
      .on(t.runId, t.depth)
      .where(sql`${t.outcome} is null`),
    index('supplier_pages_of_run').on(t.runId, t.outcome),
  ],
)

/** A price list, row by row as it was sent, so that nothing of it is lost. */
export const supplierFileRows = marketSchema.table(
  'supplier_file_rows',
  {
    runId: uuid()
      .notNull()
      .references(() => supplierRuns.id, { onDelete: 'cascade' }),
    /** The line of the file it begins in; the first row names the columns. */
    line: integer().notNull(),
    cells: text().array().notNull(),
    /** Null while it waits. */
    outcome: text({ enum: ['kept', 'duplicate', 'bad'] }),
    problem: text(),
  },
  (t) => [
    primaryKey({ columns: [t.runId, t.line] }),
    index('supplier_file_rows_waiting')
      .on(t.runId, t.line)
      .where(sql`${t.outcome} is null`),
    index('supplier_file_rows_bad')
      .on(t.runId, t.line)
      .where(sql`${t.outcome} = 'bad'`),
  ],
)
