import { sql } from 'drizzle-orm'
import { check, index, integer, pgSchema, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from '../columns.ts'
import { people } from './account.ts'
import { orderLines } from './cart.ts'
import { supplies } from './holds.ts'

export const eventsSchema = pgSchema('events')

/**
 * A calendar; `blog.container_relations` says which page it is attached to. Its entries are shown in
 * its IANA zone.
 */
export const calendars = eventsSchema.table('calendars', {
  id: id(),
  slug: text().notNull().unique('calendars_slug_once'),
  title: text().notNull(),
  description: text().notNull().default(''),
  timeZone: text().notNull(),
})

/** A dated happening. */
export const entries = eventsSchema.table(
  'entries',
  {
    id: id(),
    calendarId: uuid()
      .notNull()
      .references(() => calendars.id),
    slug: text().notNull().unique('entries_slug_once'),
    title: text().notNull(),
    summary: text().notNull().default(''),
    description: text().notNull().default(''),
    image: text(),
    imageAlt: text().notNull().default(''),
    place: text().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    check('entries_end_after_start', sql`${t.endsAt} > ${t.startsAt}`),
    index('entries_by_calendar_start').on(t.calendarId, t.startsAt),
    index('entries_by_start').on(t.startsAt),
  ],
)

/** One kind of ticket to an entry; its places are a supply. */
export const ticketTypes = eventsSchema.table(
  'ticket_types',
  {
    id: id(),
    entryId: uuid()
      .notNull()
      .references(() => entries.id),
    supplyId: uuid()
      .notNull()
      .references(() => supplies.id),
    title: text().notNull(),
    priceMinor: integer().notNull(),
    /** Where buyers choose what they pay, the least; `priceMinor` is what is suggested. Null: fixed. */
    floorMinor: integer(),
    /** What the price already contains of tax: 2000 is 20 %. */
    taxRateBasisPoints: integer().notNull().default(2000),
    currency: text().notNull(),
    position: integer().notNull().default(0),
  },
  (t) => [
    check('ticket_types_price_not_negative', sql`${t.priceMinor} >= 0`),
    check('ticket_types_floor_lower', sql`${t.floorMinor} between 0 and ${t.priceMinor}`),
    check('ticket_types_tax_sane', sql`${t.taxRateBasisPoints} between 0 and 10000`),
    check('ticket_types_currency_iso', sql`${t.currency} ~ '^[A-Z]{3}$'`),
    index('ticket_types_by_entry').on(t.entryId, t.position),
  ],
)

/**
 * What lets somebody in who paid. `number` counts within its order line, so issuing twice makes no
 * second one. `code` is what the QR shows: unguessable, and the proof at the door.
 */
export const admission = () => ({
  id: id(),
  orderLineId: uuid()
    .notNull()
    .references(() => orderLines.id),
  number: integer().notNull(),
  holderId: uuid().references(() => people.id, { onDelete: 'set null' }),
  code: text().notNull(),
  createdAt: createdAt(),
})

/** A place at an entry that somebody paid for. */
export const tickets = eventsSchema.table(
  'tickets',
  {
    ...admission(),
    ticketTypeId: uuid()
      .notNull()
      .references(() => ticketTypes.id),
    state: text({ enum: ['valid', 'void'] })
      .notNull()
      .default('valid'),
  },
  (t) => [
    unique('tickets_code_once').on(t.code),
    unique('tickets_issued_once').on(t.orderLineId, t.number),
    check('tickets_state_known', sql`${t.state} in ('valid', 'void')`),
    index('tickets_by_holder').on(t.holderId),
  ],
)
