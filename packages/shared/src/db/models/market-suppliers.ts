import { sql } from 'drizzle-orm'
import {
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
import { createdAt, id, instant } from '../columns.ts'
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
  /** Nobody asks it again before. */
  nextTurnAt: instant()
    .notNull()
    .default(sql`now()`),
  robots: text(),
  robotsStatus: integer(),
  robotsAt: instant(),
})

export const runStates = ['queued', 'running', 'stopping', 'stopped', 'done', 'failed'] as const

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
    state: text({ enum: runStates }).notNull().default('queued'),
    problem: text(),
    startedBy: uuid().references(() => people.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    endedAt: instant(),
  },
  (t) => [
    check(
      'supplier_runs_state_known',
      sql`${t.state} in (${sql.raw(runStates.map((state) => `'${state}'`).join(', '))})`,
    ),
    check('supplier_runs_kind_known', sql`${t.kind} in ('web', 'file')`),
    uniqueIndex('supplier_runs_one_at_a_time')
      .on(t.supplierId)
      .where(sql`${t.state} in ('queued', 'running', 'stopping')`),
    index('supplier_runs_by_supplier').on(t.supplierId, t.id.desc().nullsFirst()),
  ],
)

export const pageOutcomes = [
  'ok',
  'unchanged',
  'gone',
  'refused',
  'too-large',
  'redirect-loop',
  'not-html',
  'failed',
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
  },
  (t) => [
    primaryKey({ columns: [t.supplierId, t.url] }),
    index('supplier_pages_waiting')
      .on(t.runId, t.depth)
      .where(sql`${t.outcome} is null`),
    index('supplier_pages_of_run').on(t.runId, t.outcome),
  ],
)
