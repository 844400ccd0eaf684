import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, pgSchema, text, unique, uuid } from 'drizzle-orm/pg-core'
import { citext, createdAt, id, instant } from '../columns.ts'
import { people } from './account.ts'
import { posts } from './blog.ts'
import { supplies } from './holds.ts'

export const cartSchema = pgSchema('cart')

export const itemKinds = ['product', 'ticket'] as const

/** A basket belongs to a guest's `visitor` cookie or to a person, never to both. */
export const baskets = cartSchema.table(
  'baskets',
  {
    id: id(),
    visitorId: uuid().unique('baskets_one_per_visitor'),
    personId: uuid()
      .unique('baskets_one_per_person')
      .references(() => people.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [check('baskets_one_owner', sql`num_nonnulls(${t.visitorId}, ${t.personId}) = 1`)],
)

/** `itemId` is a market variant (`product`) or an events ticket type (`ticket`). */
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
    createdAt: createdAt(),
  },
  (t) => [
    unique('basket_lines_item_once').on(t.basketId, t.kind, t.itemId),
    check('basket_lines_kind_known', sql`${t.kind} in ('product', 'ticket')`),
    check('basket_lines_quantity_sane', sql`${t.quantity} between 1 and 99`),
  ],
)

export const orderStates = [
  'awaiting_payment',
  'paid',
  'paid_late',
  'cancelled',
  'expired',
  'refunded',
] as const

const stateList = sql.raw(orderStates.map((state) => `'${state}'`).join(', '))

/**
 * What somebody bought, frozen as it was. `requestKey` comes with the checkout form: sent twice, it
 * makes one order. `accessKey` opens the order page for a guest; `visitorId` is whose basket gets
 * the things back when the order comes to nothing.
 */
export const orders = cartSchema.table(
  'orders',
  {
    id: id(),
    number: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity({ startWith: 1001 }),
    requestKey: uuid().notNull().unique('orders_request_once'),
    accessKey: text().notNull(),
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    visitorId: uuid(),
    email: citext().notNull(),
    name: text().notNull(),
    state: text({ enum: orderStates }).notNull().default('awaiting_payment'),
    currency: text().notNull(),
    totalMinor: integer().notNull(),
    heldUntil: instant().notNull(),
    createdAt: createdAt(),
    paidAt: instant(),
  },
  (t) => [
    unique('orders_number_once').on(t.number),
    check('orders_state_known', sql`${t.state} in (${stateList})`),
    check('orders_total_not_negative', sql`${t.totalMinor} >= 0`),
    check('orders_paid_have_a_date', sql`${t.state} <> 'paid' or ${t.paidAt} is not null`),
    index('orders_by_person').on(t.personId, t.id.desc().nullsFirst()),
    index('orders_awaiting_payment')
      .on(t.heldUntil)
      .where(sql`${t.state} = 'awaiting_payment'`),
  ],
)

export const orderLines = cartSchema.table(
  'order_lines',
  {
    id: id(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    kind: text({ enum: itemKinds }).notNull(),
    itemId: uuid().notNull(),
    supplyId: uuid()
      .notNull()
      .references(() => supplies.id),
    pageId: uuid()
      .notNull()
      .references(() => posts.id),
    title: text().notNull(),
    detail: text().notNull().default(''),
    unitMinor: integer().notNull(),
    quantity: integer().notNull(),
  },
  (t) => [
    unique('order_lines_item_once').on(t.orderId, t.kind, t.itemId),
    check('order_lines_kind_known', sql`${t.kind} in ('product', 'ticket')`),
    check('order_lines_quantity_positive', sql`${t.quantity} > 0`),
    check('order_lines_price_not_negative', sql`${t.unitMinor} >= 0`),
  ],
)

/** Every change of an order's state, never updated. */
export const orderTransitions = cartSchema.table(
  'order_transitions',
  {
    id: id(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    fromState: text({ enum: orderStates }),
    toState: text({ enum: orderStates }).notNull(),
    reason: text().notNull(),
    at: createdAt(),
  },
  (t) => [index('order_transitions_by_order').on(t.orderId, t.id)],
)

export const paymentStates = [
  'creating',
  'pending',
  'paid',
  'expired',
  'refunding',
  'refunded',
] as const

/**
 * One attempt to be paid for an order. `reference` is our idempotency key at the provider;
 * `webhookKey` makes the return URL unguessable; the poller asks again at `checkAt`.
 */
export const payments = cartSchema.table(
  'payments',
  {
    id: id(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    attempt: integer().notNull(),
    reference: text().notNull().unique('payments_reference_once'),
    webhookKey: text().notNull().unique('payments_webhook_once'),
    merchantCode: text().notNull(),
    amountMinor: integer().notNull(),
    currency: text().notNull(),
    state: text({ enum: paymentStates }).notNull().default('creating'),
    checkoutId: text().unique('payments_checkout_once'),
    payUrl: text(),
    transactionId: text(),
    validUntil: instant().notNull(),
    checkAt: instant(),
    createdAt: createdAt(),
  },
  (t) => [
    unique('payments_attempt_once').on(t.orderId, t.attempt),
    check('payments_reference_short', sql`length(${t.reference}) <= 64`),
    check('payments_amount_positive', sql`${t.amountMinor} > 0`),
    check(
      'payments_state_known',
      sql`${t.state} in (${sql.raw(paymentStates.map((state) => `'${state}'`).join(', '))})`,
    ),
    index('payments_to_check')
      .on(t.checkAt)
      .where(sql`${t.checkAt} is not null`),
  ],
)
