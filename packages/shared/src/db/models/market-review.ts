import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from '../columns.ts'
import { people } from './account.ts'
import { marketSchema, taxClasses, variants } from './market.ts'
import { supplierRuns, suppliers } from './market-suppliers.ts'

type Json = Record<string, unknown>

/** A thing in a supplier's catalogue. `caseSize` units of ours come in one case of theirs. */
export const supplierItems = marketSchema.table(
  'supplier_items',
  {
    id: id(),
    supplierId: uuid()
      .notNull()
      .references(() => suppliers.id, { onDelete: 'cascade' }),
    /** Its SKU, GTIN or address at the supplier. */
    externalId: text().notNull(),
    url: text(),
    title: text().notNull(),
    /** What was seen last: a `FoundProduct`. */
    found: jsonb().$type<Json>().notNull(),
    /** What of it our market knows; null while it never was accepted. */
    accepted: jsonb().$type<Json>(),
    /** What was refused, field by field; it comes again when it changes again. */
    rejected: jsonb().$type<Json>().notNull().default({}),
    /** What it becomes in our market, once accepted. */
    variantId: uuid().references(() => variants.id, { onDelete: 'set null' }),
    caseSize: integer().notNull().default(1),
    /** Units of an opened case that no order has taken yet. */
    looseUnits: integer().notNull().default(0),
    misses: integer().notNull().default(0),
    firstSeenAt: createdAt(),
    lastSeenAt: createdAt(),
    lastRunId: uuid().references(() => supplierRuns.id, { onDelete: 'set null' }),
  },
  (t) => [
    unique('supplier_items_once').on(t.supplierId, t.externalId),
    check('supplier_items_case_holds_something', sql`${t.caseSize} > 0`),
    check(
      'supplier_items_loose_units_within_a_case',
      sql`${t.looseUnits} >= 0 and ${t.looseUnits} < ${t.caseSize}`,
    ),
    index('supplier_items_by_variant').on(t.variantId),
    index('supplier_items_by_url').on(t.supplierId, t.url),
    index('supplier_items_by_gtin').on(t.supplierId, sql`(${t.found} ->> 'gtin')`),
    index('supplier_items_by_run').on(t.supplierId, t.lastRunId),
  ],
)

/** What was seen, where and when, with the piece of the page that says so. Never updated. */
export const observations = marketSchema.table(
  'observations',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    itemId: uuid()
      .notNull()
      .references(() => supplierItems.id, { onDelete: 'cascade' }),
    runId: uuid().references(() => supplierRuns.id, { onDelete: 'set null' }),
    sourceUrl: text().notNull(),
    found: jsonb().$type<Json>().notNull(),
    /** The price of one case or piece, as the supplier asks it. */
    priceMinor: integer(),
    at: createdAt(),
  },
  (t) => [index('observations_by_item').on(t.itemId, t.id.desc().nullsFirst())],
)

/** One field that differs: what our market says, and what the supplier says. */
export interface FieldChange {
  field: string
  from: unknown
  to: unknown
}

/** The review queue. An item has one open proposal at most; a later run rewrites it. */
export const proposals = marketSchema.table(
  'proposals',
  {
    id: id(),
    itemId: uuid()
      .notNull()
      .references(() => supplierItems.id, { onDelete: 'cascade' }),
    supplierId: uuid()
      .notNull()
      .references(() => suppliers.id, { onDelete: 'cascade' }),
    observationId: bigint({ mode: 'number' }).references(() => observations.id),
    kind: text({ enum: ['new', 'changed', 'gone'] }).notNull(),
    changes: jsonb().$type<FieldChange[]>().notNull().default([]),
    state: text({ enum: ['open', 'accepted', 'rejected'] })
      .notNull()
      .default('open'),
    /** Null when a rule decided. */
    decidedBy: uuid().references(() => people.id, { onDelete: 'set null' }),
    decidedAt: instant(),
    ruleId: uuid().references(() => acceptRules.id, { onDelete: 'set null' }),
    runId: uuid().references(() => supplierRuns.id, { onDelete: 'set null' }),
    /** Grows when a later run rewrites it; a decision names the one it saw. */
    version: integer().notNull().default(1),
    createdAt: createdAt(),
  },
  (t) => [
    check('proposals_kind_known', sql`${t.kind} in ('new', 'changed', 'gone')`),
    check('proposals_decided_once', sql`(${t.state} = 'open') = (${t.decidedAt} is null)`),
    uniqueIndex('proposals_one_open')
      .on(t.itemId)
      .where(sql`${t.state} = 'open'`),
    index('proposals_open')
      .on(t.supplierId, t.kind, t.id)
      .where(sql`${t.state} = 'open'`),
  ],
)

/**
 * The picture that our market is to take over from a supplier, the queue of such pictures and what
 * became of them: one for each thing of the catalogue that is a product of ours.
 */
export const supplierPictures = marketSchema.table(
  'supplier_pictures',
  {
    itemId: uuid()
      .primaryKey()
      .references(() => supplierItems.id, { onDelete: 'cascade' }),
    supplierId: uuid()
      .notNull()
      .references(() => suppliers.id, { onDelete: 'cascade' }),
    /** Where the supplier has it. */
    url: text().notNull(),
    /** Null while it waits; `ours`: the product has another picture by now, which stays. */
    outcome: text({ enum: ['taken', 'ours', 'failed'] }),
    problem: text(),
    attempts: integer().notNull().default(0),
    notBefore: instant(),
    /** The address in our media library of the one that was taken over last. */
    image: text(),
  },
  (t) => [
    check('supplier_pictures_outcome_known', sql`${t.outcome} in ('taken', 'ours', 'failed')`),
    check(
      'supplier_pictures_failures_are_told',
      sql`${t.outcome} is distinct from 'failed' or ${t.problem} is not null`,
    ),
    index('supplier_pictures_waiting')
      .on(t.supplierId, t.itemId)
      .where(sql`${t.outcome} is null`),
    index('supplier_pictures_failed')
      .on(t.supplierId, t.itemId)
      .where(sql`${t.outcome} = 'failed'`),
  ],
)

/** What may change without a person: `field` by at most `maxBasisPoints` (1000: 10 %) of its value. */
export const acceptRules = marketSchema.table(
  'accept_rules',
  {
    id: id(),
    supplierId: uuid()
      .notNull()
      .references(() => suppliers.id, { onDelete: 'cascade' }),
    field: text({ enum: ['price', 'stock', 'text', 'image'] }).notNull(),
    maxBasisPoints: integer(),
    active: boolean().notNull().default(true),
  },
  (t) => [
    unique('accept_rules_field_once').on(t.supplierId, t.field),
    check('accept_rules_bound', sql`${t.maxBasisPoints} between 0 and 10000`),
    check(
      'accept_rules_price_bounded',
      sql`${t.field} <> 'price' or ${t.maxBasisPoints} is not null`,
    ),
  ],
)

/**
 * How a supplier's price becomes ours: the margin on it, then up to the next multiple of
 * `roundToMinor`, less `endingMinor` (5 and 1: 4.99 style). The first rule by position whose `match`
 * fits is used.
 */
export const pricingRules = marketSchema.table(
  'pricing_rules',
  {
    id: id(),
    supplierId: uuid()
      .notNull()
      .references(() => suppliers.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    /** Words its title or category must have; empty: everything. */
    match: text().notNull().default(''),
    marginBasisPoints: integer().notNull(),
    roundToMinor: integer().notNull().default(1),
    endingMinor: integer().notNull().default(0),
    taxClass: text()
      .notNull()
      .default('standard')
      .references(() => taxClasses.code),
    pricesIncludeTax: boolean().notNull().default(false),
  },
  (t) => [
    unique('pricing_rules_place_once').on(t.supplierId, t.position),
    check('pricing_rules_margin_sane', sql`${t.marginBasisPoints} between 0 and 100000`),
    check(
      'pricing_rules_rounding_sane',
      sql`${t.roundToMinor} >= 1 and ${t.endingMinor} between 0 and ${t.roundToMinor}`,
    ),
  ],
)
