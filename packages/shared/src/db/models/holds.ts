import { sql } from 'drizzle-orm'
import { check, index, integer, pgSchema, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from '../columns.ts'

export const holdsSchema = pgSchema('holds')

/**
 * Something scarce: the stock of a variant, the places of a ticket type, a slot. `capacity` is all
 * there ever was of it (null: no limit), `taken` is sold, `held` is promised until a hold ends.
 */
export const supplies = holdsSchema.table(
  'supplies',
  {
    id: id(),
    capacity: integer(),
    held: integer().notNull().default(0),
    taken: integer().notNull().default(0),
  },
  (t) => [
    check('supplies_count_from_zero', sql`${t.held} >= 0 and ${t.taken} >= 0`),
    check('supplies_not_oversold', sql`${t.held} + ${t.taken} <= ${t.capacity}`),
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
