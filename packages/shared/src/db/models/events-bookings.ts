import { sql } from 'drizzle-orm'
import { check, index, integer, text, unique, uuid } from 'drizzle-orm/pg-core'
import { citext, createdAt, id, instant } from '../columns.ts'
import { posts } from './blog.ts'
import { admission, eventsSchema } from './events.ts'
import { supplies } from './holds.ts'

/**
 * A thing or a room of a page that is booked by the slot, such as an oven. Its slots are shown in its
 * IANA zone. A slot costs `priceMinor`, members `memberPriceMinor` if that is not null. Its buyer may
 * cancel until `cancelMinutes` before a slot begins; null: as the page's other orders.
 */
export const resources = eventsSchema.table(
  'resources',
  {
    id: id(),
    pageId: uuid()
      .notNull()
      .references(() => posts.id),
    slug: text().notNull().unique('resources_slug_once'),
    title: text().notNull(),
    description: text().notNull().default(''),
    image: text(),
    imageAlt: text().notNull().default(''),
    place: text().notNull(),
    timeZone: text().notNull(),
    priceMinor: integer().notNull(),
    memberPriceMinor: integer(),
    currency: text().notNull(),
    /** What the price already contains of tax: 2000 is 20 %. */
    taxRateBasisPoints: integer().notNull().default(2000),
    cancelMinutes: integer(),
    status: text({ enum: ['draft', 'published'] })
      .notNull()
      .default('draft'),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
  },
  (t) => [
    check('resources_price_not_negative', sql`${t.priceMinor} >= 0`),
    check('resources_member_price_lower', sql`${t.memberPriceMinor} between 0 and ${t.priceMinor}`),
    check('resources_currency_iso', sql`${t.currency} ~ '^[A-Z]{3}$'`),
    check('resources_tax_sane', sql`${t.taxRateBasisPoints} between 0 and 10000`),
    check('resources_cancel_not_negative', sql`${t.cancelMinutes} >= 0`),
    check('resources_status_known', sql`${t.status} in ('draft', 'published')`),
    index('resources_by_page').on(t.pageId),
  ],
)

/**
 * A time at which a resource can be booked; how often is the capacity of its supply. Two slots of one
 * resource never overlap, which an exclusion constraint keeps. One that was taken off stays for what
 * refers to it, and its supply has nothing more to give.
 */
export const slots = eventsSchema.table(
  'slots',
  {
    id: id(),
    resourceId: uuid()
      .notNull()
      .references(() => resources.id),
    supplyId: uuid()
      .notNull()
      .unique('slots_supply_of_their_own')
      .references(() => supplies.id),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    removedAt: instant(),
  },
  (t) => [
    check('slots_end_after_start', sql`${t.endsAt} > ${t.startsAt}`),
    index('slots_by_resource_start').on(t.resourceId, t.startsAt),
  ],
)

/** A place in a slot that somebody paid for; `email` and `name` are the order's. */
export const bookings = eventsSchema.table(
  'bookings',
  {
    ...admission(),
    slotId: uuid()
      .notNull()
      .references(() => slots.id),
    email: citext().notNull(),
    name: text().notNull(),
    cancelledAt: instant(),
  },
  (t) => [
    unique('bookings_code_once').on(t.code),
    unique('bookings_issued_once').on(t.orderLineId, t.number),
    index('bookings_by_holder').on(t.holderId),
    index('bookings_by_slot').on(t.slotId),
  ],
)
