import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  pgSchema,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from '../columns.ts'
import { people } from './account.ts'

export const holdsSchema = pgSchema('holds')

/**
 * Something scarce: the stock of a variant, the places of a ticket type, a slot. `capacity` is all
 * there ever was of it (null: no limit), `taken` is sold, `held` is promised until a hold ends.
 * `backorder` of it may be sold before they are there.
 */
export const supplies = holdsSchema.table(
  'supplies',
  {
    id: id(),
    capacity: integer(),
    backorder: integer().notNull().default(0),
    held: integer().notNull().default(0),
    taken: integer().notNull().default(0),
  },
  (t) => [
    check('supplies_count_from_zero', sql`${t.held} >= 0 and ${t.taken} >= 0`),
    check('supplies_not_oversold', sql`${t.held} + ${t.taken} <= ${t.capacity} + ${t.backorder}`),
    check('supplies_backorder_from_zero', sql`${t.backorder} >= 0`),
  ],
)

export const holdStates = ['active', 'taken', 'released', 'expired'] as const

/** A promise of some of a supply to one holder (an order) until it is taken, released or expired. */
export const holds = holdsSchema.table(
  'holds',
  {
    id: id(),
    supplyId: uuid()
      .notNull()
      .references(() => supplies.id),
    holderId: uuid().notNull(),
    quantity: integer().notNull(),
    state: text({ enum: holdStates }).notNull().default('active'),
    expiresAt: instant().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    check('holds_take_something', sql`${t.quantity} > 0`),
    check('holds_state_known', sql`${t.state} in ('active', 'taken', 'released', 'expired')`),
    uniqueIndex('holds_one_active_per_holder')
      .on(t.holderId, t.supplyId)
      .where(sql`${t.state} = 'active'`),
    index('holds_active_by_expiry')
      .on(t.expiresAt)
      .where(sql`${t.state} = 'active'`),
    index('holds_active_by_supply')
      .on(t.supplyId)
      .where(sql`${t.state} = 'active'`),
  ],
)

export const movementKinds = [
  'opening',
  'delivery',
  'sale',
  'return',
  'waste',
  'correction',
  'stock-take',
] as const

/**
 * The ledger of what is scarce: every change of what is on hand (`capacity - taken`) of a supply, never updated.
 * A trigger on `holds.supplies` writes it, so the sum of `delta` always is what is on hand. The kind,
 * the reason and the person are those of `explainChanges`; a change nobody explained is a sale or a return
 * when `taken` changed, and a correction otherwise. A supply without a limit has no stock.
 */
export const movements = holdsSchema.table(
  'movements',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    supplyId: uuid()
      .notNull()
      .references(() => supplies.id),
    delta: integer().notNull(),
    onHand: integer().notNull(),
    kind: text({ enum: movementKinds }).notNull(),
    reason: text().notNull().default(''),
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    at: createdAt(),
  },
  (t) => [
    check('movements_move_something', sql`${t.delta} <> 0`),
    index('movements_by_supply').on(t.supplyId, t.id.desc().nullsFirst()),
  ],
)
