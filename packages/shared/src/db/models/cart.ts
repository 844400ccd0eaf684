import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { citext, createdAt, id, instant, listOf } from '../columns.ts'
import { people } from './account.ts'
import { posts } from './blog.ts'
import { cartSchema, merchants } from './cart-merchants.ts'
import { supplies } from './holds.ts'

export const itemKinds = ['product', 'ticket', 'booking', 'donation'] as const

/**
 * A basket belongs to a guest's `visitor` cookie or to a person, never to both. Its voucher codes are
 * as they were typed; what each is good for is looked up whenever the basket is shown.
 */
export const baskets = cartSchema.table(
  'baskets',
  {
    id: id(),
    visitorId: uuid().unique('baskets_one_per_visitor'),
    personId: uuid()
      .unique('baskets_one_per_person')
      .references(() => people.id, { onDelete: 'cascade' }),
    voucherCodes: text().array().notNull().default([]),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    check('baskets_few_vouchers', sql`cardinality(${t.voucherCodes}) <= 5`),
    check('baskets_one_owner', sql`num_nonnulls(${t.visitorId}, ${t.personId}) = 1`),
  ],
)

/**
 * `itemId` is a market variant (`product`), an events ticket type (`ticket`) or slot (`booking`), or
 * the page that is given to (`donation`). `chosenMinor` is what the buyer pays for one where that is theirs to choose;
 * `seenMinor` the price they were shown last, so that a change is told. Lines with a `savedAt` are
 * kept for later and are not ordered.
 */
export const basketLines = cartSchema.table(
  'basket_lines',
  {
    id: id(),
    basketId: uuid()
      .notNull()
      .references(() => baskets.id, { onDelete: 'cascade' }),
    kind: text({ enum: itemKinds }).notNull(),
    itemId: uuid().notNull(),
    quantity: integer().notNull(),
    chosenMinor: integer(),
    seenMinor: integer(),
    note: text().notNull().default(''),
    savedAt: instant(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('basket_lines_item_once').on(t.basketId, t.kind, t.itemId),
    check('basket_lines_kind_known', sql`${t.kind} in (${listOf(itemKinds)})`),
    check('basket_lines_chosen_not_negative', sql`${t.chosenMinor} >= 0`),
    check('basket_lines_note_short', sql`length(${t.note}) <= 500`),
    check('basket_lines_quantity_sane', sql`${t.quantity} between 1 and 99`),
  ],
)

export const orderStates = [
  'draft',
  'awaiting_payment',
  'paid',
  'paid_late',
  'fulfilled',
  'cancelled',
  'expired',
  'partly_refunded',
  'refunded',
] as const

/** `goods` is what somebody took from a basket; `credit` is money that a member pays in, and has no lines. */
export const orderKinds = ['goods', 'credit'] as const

export const paymentTerms = ['online', 'on_account', 'on_pickup', 'free'] as const

/**
 * What somebody buys of one merchant, frozen as it was. `requestKey` comes with the button that began
 * the checkout: sent twice, it makes one order. `accessKey` opens the order page for a guest;
 * `visitorId` is whose basket gets the things back when the order comes to nothing. While it is a
 * draft its buyer fills in the checkout, and everything in it is held until `heldUntil`.
 *
 * `totalMinor` = items - discount + fees, tax included; `creditMinor` of it came from the buyer's
 * prepaid balance. What packing changed is in `adjustedMinor`, and stays out of the total.
 */
export const orders = cartSchema.table(
  'orders',
  {
    id: id(),
    number: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity({ startWith: 1001 }),
    kind: text({ enum: orderKinds }).notNull().default('goods'),
    requestKey: uuid().notNull().unique('orders_request_once'),
    accessKey: text().notNull(),
    merchantId: uuid()
      .notNull()
      .references(() => merchants.id),
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    visitorId: uuid(),
    email: citext().notNull().default(''),
    name: text().notNull().default(''),
    note: text().notNull().default(''),
    state: text({ enum: orderStates }).notNull().default('draft'),
    terms: text({ enum: paymentTerms }).notNull().default('online'),
    currency: text().notNull(),
    itemsMinor: integer().notNull(),
    discountMinor: integer().notNull().default(0),
    feesMinor: integer().notNull().default(0),
    totalMinor: integer().notNull(),
    taxMinor: integer().notNull().default(0),
    creditMinor: integer().notNull().default(0),
    adjustedMinor: integer().notNull().default(0),
    /** What the goods and the promise to keep them last until; null when nothing waits any more. */
    heldUntil: instant(),
    createdAt: createdAt(),
    placedAt: instant(),
    paidAt: instant(),
    fulfilledAt: instant(),
  },
  (t) => [
    unique('orders_number_once').on(t.number),
    check('orders_state_known', sql`${t.state} in (${listOf(orderStates)})`),
    check('orders_terms_known', sql`${t.terms} in (${listOf(paymentTerms)})`),
    check('orders_kind_known', sql`${t.kind} in (${listOf(orderKinds)})`),
    check(
      'orders_credit_is_paid_as_it_is',
      sql`${t.kind} <> 'credit' or (${t.terms} = 'online'
        and ${t.totalMinor} > 0 and ${t.totalMinor} = ${t.itemsMinor}
        and ${t.taxMinor} = 0 and ${t.creditMinor} = 0 and ${t.adjustedMinor} = 0)`,
    ),
    check('orders_total_not_negative', sql`${t.totalMinor} >= 0`),
    check(
      'orders_total_adds_up',
      sql`${t.totalMinor} = ${t.itemsMinor} - ${t.discountMinor} + ${t.feesMinor}`,
    ),
    check('orders_credit_within_total', sql`${t.creditMinor} between 0 and ${t.totalMinor}`),
    check('orders_paid_have_a_date', sql`${t.state} <> 'paid' or ${t.paidAt} is not null`),
    check(
      'orders_placed_have_a_buyer',
      sql`${t.state} in ('draft', 'cancelled', 'expired') or (${t.email} <> '' and ${t.placedAt} is not null)`,
    ),
    check('orders_drafts_are_held', sql`${t.state} <> 'draft' or ${t.heldUntil} is not null`),
    index('orders_by_person').on(t.personId, t.id.desc().nullsFirst()),
    index('orders_by_merchant').on(t.merchantId, t.id.desc().nullsFirst()),
    index('orders_by_state').on(t.state, t.id.desc().nullsFirst()),
    index('orders_by_paid_day').on(t.paidAt),
    index('orders_words_trigrams').using(
      'gin',
      sql`lower(${t.name} || ' ' || ${t.email}::text) gin_trgm_ops`,
    ),
    index('orders_to_end')
      .on(t.heldUntil)
      .where(sql`${t.state} in ('draft', 'awaiting_payment') and ${t.heldUntil} is not null`),
    // Not while one is placed: a guest's draft becomes a person's then, who may have begun another.
    uniqueIndex('orders_one_draft_per_person')
      .on(t.personId, t.merchantId)
      .where(sql`${t.state} = 'draft' and ${t.placedAt} is null`),
    uniqueIndex('orders_one_draft_per_visitor')
      .on(t.visitorId, t.merchantId)
      .where(sql`${t.state} = 'draft'`),
  ],
)

/**
 * One thing of an order. `unitMinor` × `quantity` - `discountMinor` is what it costs, with `taxMinor`
 * of tax in it. `suggestedMinor` is what was asked where buyers choose the price. Of a thing that is
 * `weighed`, `packedAmount` (in the unit of `measureUnit`) is what packing showed, and `adjustedMinor`
 * what that changed. `refundedMinor` of its money and `returnedQuantity` of it went back.
 */
export const orderLines = cartSchema.table(
  'order_lines',
  {
    id: id(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    kind: text({ enum: itemKinds }).notNull(),
    itemId: uuid().notNull(),
    supplyId: uuid().references(() => supplies.id),
    pageId: uuid()
      .notNull()
      .references(() => posts.id),
    title: text().notNull(),
    detail: text().notNull().default(''),
    note: text().notNull().default(''),
    unitMinor: integer().notNull(),
    suggestedMinor: integer(),
    quantity: integer().notNull(),
    discountMinor: integer().notNull().default(0),
    taxRateBasisPoints: integer().notNull().default(0),
    taxMinor: integer().notNull().default(0),
    weighed: boolean().notNull().default(false),
    measureAmount: integer(),
    measureUnit: text(),
    packedAmount: integer(),
    adjustedMinor: integer().notNull().default(0),
    refundedMinor: integer().notNull().default(0),
    returnedQuantity: integer().notNull().default(0),
  },
  (t) => [
    unique('order_lines_item_once').on(t.orderId, t.kind, t.itemId),
    check('order_lines_kind_known', sql`${t.kind} in (${listOf(itemKinds)})`),
    check('order_lines_quantity_positive', sql`${t.quantity} > 0`),
    check('order_lines_price_not_negative', sql`${t.unitMinor} >= 0`),
    check(
      'order_lines_scarce_but_donations',
      sql`(${t.supplyId} is null) = (${t.kind} = 'donation')`,
    ),
    check(
      'order_lines_discount_within_price',
      sql`${t.discountMinor} between 0 and ${t.unitMinor} * ${t.quantity}`,
    ),
    check('order_lines_tax_sane', sql`${t.taxRateBasisPoints} between 0 and 10000`),
    check('order_lines_returned_within', sql`${t.returnedQuantity} between 0 and ${t.quantity}`),
    check(
      'order_lines_refunded_within',
      sql`${t.refundedMinor} between 0 and ${t.unitMinor} * ${t.quantity} - ${t.discountMinor}`,
    ),
    index('order_lines_by_page').on(t.pageId, t.orderId),
    index('order_lines_by_item').on(t.itemId),
  ],
)
