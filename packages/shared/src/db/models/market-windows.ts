import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  date,
  index,
  integer,
  primaryKey,
  text,
  time,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from '../columns.ts'
import { marketSchema, markets } from './market.ts'

/** Where orders of a market are picked up. */
export const pickupPoints = marketSchema.table('pickup_points', {
  id: id(),
  marketId: uuid()
    .notNull()
    .references(() => markets.id),
  title: text().notNull(),
  address: text().notNull().default(''),
  notes: text().notNull().default(''),
  position: integer().notNull().default(0),
  active: boolean().notNull().default(true),
})

/**
 * Every week the same: opens and closes at a weekday (1 Monday to 7 Sunday) and a wall clock time of
 * `timeZone` (IANA). Windows are made of it some weeks ahead; changing it changes those that nobody
 * has ordered in and that did not open yet.
 */
export const windowSchedules = marketSchema.table(
  'window_schedules',
  {
    id: id(),
    marketId: uuid()
      .notNull()
      .unique('window_schedules_one_per_market')
      .references(() => markets.id),
    timeZone: text().notNull(),
    opensOn: integer().notNull(),
    opensAt: time().notNull(),
    closesOn: integer().notNull(),
    closesAt: time().notNull(),
    everyWeeks: integer().notNull().default(1),
    /** The Monday of a week in which it opens, for `everyWeeks`. */
    startsOn: date().notNull(),
    active: boolean().notNull().default(true),
  },
  (t) => [
    check('window_schedules_opens_on_a_day', sql`${t.opensOn} between 1 and 7`),
    check('window_schedules_closes_on_a_day', sql`${t.closesOn} between 1 and 7`),
    check('window_schedules_weeks', sql`${t.everyWeeks} between 1 and 8`),
  ],
)

/** On which day after closing, and between which times, a point hands out what was ordered. */
export const schedulePickups = marketSchema.table(
  'schedule_pickups',
  {
    id: id(),
    scheduleId: uuid()
      .notNull()
      .references(() => windowSchedules.id, { onDelete: 'cascade' }),
    pointId: uuid()
      .notNull()
      .references(() => pickupPoints.id),
    daysAfterClosing: integer().notNull(),
    startsAt: time().notNull(),
    endsAt: time().notNull(),
  },
  (t) => [
    unique('schedule_pickups_once').on(t.scheduleId, t.pointId, t.daysAfterClosing, t.startsAt),
    check('schedule_pickups_after_closing', sql`${t.daysAfterClosing} between 0 and 30`),
    check('schedule_pickups_end_after_start', sql`${t.startsAt} < ${t.endsAt}`),
  ],
)

/**
 * When a market takes orders. Two windows of one market never overlap (exclusion constraint in the
 * migration). A schedule makes one for the week of `weekOf`, a Monday, once: what was changed by hand
 * or skipped stays so.
 */
export const orderWindows = marketSchema.table(
  'order_windows',
  {
    id: id(),
    marketId: uuid()
      .notNull()
      .references(() => markets.id),
    scheduleId: uuid().references(() => windowSchedules.id, { onDelete: 'set null' }),
    weekOf: date(),
    byHand: boolean().notNull().default(false),
    skippedAt: instant(),
    title: text().notNull().default(''),
    opensAt: instant().notNull(),
    closesAt: instant().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('order_windows_once_a_week').on(t.scheduleId, t.weekOf),
    check('order_windows_close_after_they_open', sql`${t.opensAt} < ${t.closesAt}`),
    index('order_windows_by_market').on(t.marketId, t.closesAt),
  ],
)

/** Where and when the orders of a window are handed out. */
export const windowPickups = marketSchema.table(
  'window_pickups',
  {
    windowId: uuid()
      .notNull()
      .references(() => orderWindows.id, { onDelete: 'cascade' }),
    pointId: uuid()
      .notNull()
      .references(() => pickupPoints.id),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.windowId, t.pointId, t.startsAt] }),
    check('window_pickups_end_after_start', sql`${t.startsAt} < ${t.endsAt}`),
  ],
)
