import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, text, unique, uuid } from 'drizzle-orm/pg-core'
import { citext, createdAt, id, instant } from '../columns.ts'
import { people } from './account.ts'
import { posts } from './blog.ts'
import { orderLines, orders } from './cart.ts'
import { cartSchema } from './cart-merchants.ts'

export const voucherKinds = ['percent', 'amount', 'free_item'] as const

/**
 * A code that makes things cheaper: `percent` (`basisPoints` off), `amount` (`amountMinor` off what it
 * is good for, once an order), `free_item` (one of `itemId` for nothing, such as a ticket). Good for the
 * things of one page, or of all (null), or of one item: a size, a kind of ticket, or whatever slot of a
 * resource (`booking`). `used` counts the orders that have it or wait
 * to be paid with it, and never passes `maxUses`.
 */
export const vouchers = cartSchema.table(
  'vouchers',
  {
    id: id(),
    code: citext().notNull().unique('vouchers_code_once'),
    pageId: uuid().references(() => posts.id),
    title: text().notNull(),
    kind: text({ enum: voucherKinds }).notNull(),
    basisPoints: integer(),
    amountMinor: integer(),
    currency: text(),
    itemKind: text({ enum: ['product', 'ticket', 'booking'] }),
    itemId: uuid(),
    minimumMinor: integer().notNull().default(0),
    maxUses: integer(),
    maxPerPerson: integer(),
    used: integer().notNull().default(0),
    startsAt: instant(),
    endsAt: instant(),
    active: boolean().notNull().default(true),
    version: integer().notNull().default(1),
    createdBy: uuid().references(() => people.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (t) => [
    check(
      'vouchers_kind_whole',
      sql`case ${t.kind}
      when 'percent' then ${t.basisPoints} >= 1 and ${t.basisPoints} <= 10000 and ${t.amountMinor} is null
      when 'amount' then ${t.amountMinor} > 0 and ${t.currency} is not null and ${t.basisPoints} is null
      when 'free_item' then ${t.itemId} is not null and num_nonnulls(${t.basisPoints}, ${t.amountMinor}) = 0
      else false end`,
    ),
    check('vouchers_item_whole', sql`(${t.itemKind} is null) = (${t.itemId} is null)`),
    check('vouchers_used_within', sql`${t.used} >= 0 and ${t.used} <= ${t.maxUses}`),
    check('vouchers_limits_positive', sql`${t.maxUses} > 0 and ${t.maxPerPerson} > 0`),
    check('vouchers_minimum_not_negative', sql`${t.minimumMinor} >= 0`),
    check('vouchers_end_after_start', sql`${t.startsAt} < ${t.endsAt}`),
    check('vouchers_code_plain', sql`${t.code} ~ '^[A-Za-z0-9-]{3,40}$'`),
    index('vouchers_by_page').on(t.pageId, t.id.desc().nullsFirst()),
  ],
)

/** A voucher in an order: given back when the order comes to nothing, or all its money goes back. */
export const voucherUses = cartSchema.table(
  'voucher_uses',
  {
    id: id(),
    voucherId: uuid()
      .notNull()
      .references(() => vouchers.id),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    /** Who: the person, or for guests the e-mail address once it is known. */
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    email: citext(),
    discountMinor: integer().notNull(),
    releasedAt: instant(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('voucher_uses_once_an_order').on(t.voucherId, t.orderId),
    check('voucher_uses_discount_positive', sql`${t.discountMinor} > 0`),
    index('voucher_uses_by_order').on(t.orderId),
  ],
)

export const handoverKinds = ['delivery', 'pickup'] as const

/**
 * How the goods of a page come to people besides a market's own pick-ups: days of the week (1 Monday to
 * 7 Sunday), `leadDays` ahead, orders until `cutoff` o'clock of the day before those, in the
 * cooperative's zone. `postcodes` are beginnings that it goes to; none: everywhere.
 */
export const handoverOptions = cartSchema.table(
  'handover_options',
  {
    id: id(),
    pageId: uuid()
      .notNull()
      .references(() => posts.id),
    kind: text({ enum: handoverKinds }).notNull(),
    title: text().notNull(),
    place: text().notNull().default(''),
    notes: text().notNull().default(''),
    weekdays: integer().array().notNull().default([]),
    startsAt: text().notNull(),
    endsAt: text().notNull(),
    leadDays: integer().notNull().default(1),
    cutoff: text().notNull().default('18:00'),
    postcodes: text().array().notNull().default([]),
    feeMinor: integer().notNull().default(0),
    freeFromMinor: integer(),
    taxRateBasisPoints: integer().notNull().default(0),
    currency: text().notNull(),
    position: integer().notNull().default(0),
    active: boolean().notNull().default(true),
    version: integer().notNull().default(1),
  },
  (t) => [
    check('handover_options_kind_known', sql`${t.kind} in ('delivery', 'pickup')`),
    check('handover_options_days', sql`${t.weekdays} <@ array[1, 2, 3, 4, 5, 6, 7]`),
    check('handover_options_times', sql`${t.startsAt} < ${t.endsAt}`),
    check(
      'handover_options_clock',
      sql`${t.startsAt} ~ '^[0-2][0-9]:[0-5][0-9]$' and ${t.endsAt} ~ '^[0-2][0-9]:[0-5][0-9]$' and ${t.cutoff} ~ '^[0-2][0-9]:[0-5][0-9]$'`,
    ),
    check('handover_options_fee', sql`${t.feeMinor} >= 0 and ${t.freeFromMinor} >= 0`),
    check('handover_options_lead', sql`${t.leadDays} between 0 and 60`),
    index('handover_options_by_page').on(t.pageId, t.position),
  ],
)

export interface PostalAddress {
  name: string
  street: string
  postcode: string
  city: string
  phone: string
}

/**
 * How the goods of one page in an order reach the buyer, frozen. Each page's goods are packed and handed
 * over by themselves; the order is fulfilled when all of them are.
 */
export const handovers = cartSchema.table(
  'handovers',
  {
    id: id(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    pageId: uuid()
      .notNull()
      .references(() => posts.id),
    kind: text({ enum: handoverKinds }).notNull(),
    /** What was chosen: an option's id, or a market's pick-up; empty while nothing was. */
    choice: text().notNull().default(''),
    title: text().notNull().default(''),
    place: text().notNull().default(''),
    startsAt: instant(),
    endsAt: instant(),
    address: jsonb().$type<PostalAddress>(),
    feeMinor: integer().notNull().default(0),
    taxRateBasisPoints: integer().notNull().default(0),
    taxMinor: integer().notNull().default(0),
    packedAt: instant(),
    /** When the buyer was told that it is packed. */
    toldAt: instant(),
    doneAt: instant(),
    doneBy: uuid().references(() => people.id, { onDelete: 'set null' }),
  },
  (t) => [
    unique('handovers_one_per_page').on(t.orderId, t.pageId),
    check('handovers_kind_known', sql`${t.kind} in ('delivery', 'pickup')`),
    check('handovers_fee_not_negative', sql`${t.feeMinor} >= 0`),
    index('handovers_by_day').on(t.pageId, t.startsAt),
    index('handovers_open')
      .on(t.pageId, t.orderId)
      .where(sql`${t.doneAt} is null`),
  ],
)

/** What packing showed of a weighed thing; the newest counts. */
export const packings = cartSchema.table(
  'packings',
  {
    id: id(),
    lineId: uuid()
      .notNull()
      .references(() => orderLines.id),
    packedAmount: integer().notNull(),
    adjustedMinor: integer().notNull(),
    /** Told to the buyer. */
    reason: text().notNull().default(''),
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    at: createdAt(),
  },
  (t) => [
    check('packings_not_negative', sql`${t.packedAmount} >= 0`),
    index('packings_by_line').on(t.lineId, t.id),
  ],
)

/** Notes of those who sell, never shown to the buyer. */
export const orderNotes = cartSchema.table(
  'order_notes',
  {
    id: id(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    text: text().notNull(),
    at: createdAt(),
  },
  (t) => [index('order_notes_by_order').on(t.orderId, t.id)],
)
