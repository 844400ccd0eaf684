import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  date,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, instant, listOf } from '../columns.ts'
import { people } from './account.ts'
import { orderLines, orders } from './cart.ts'
import { cartSchema, merchants } from './cart-merchants.ts'

export const paymentStates = ['creating', 'pending', 'paid', 'expired'] as const
export const paymentMethods = ['provider', 'cash'] as const

/**
 * One attempt to be paid for an order, or what was paid at the counter. `reference` is our idempotency
 * key at the provider; `webhookKey` makes the return URL unguessable; the poller asks again at
 * `checkAt`. What goes back is counted in `refundedMinor` before the provider is asked, so that it is
 * never more than came.
 */
export const payments = cartSchema.table(
  'payments',
  {
    id: id(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    attempt: integer().notNull(),
    merchantId: uuid()
      .notNull()
      .references(() => merchants.id),
    method: text({ enum: paymentMethods }).notNull().default('provider'),
    reference: text().notNull().unique('payments_reference_once'),
    webhookKey: text().notNull().unique('payments_webhook_once'),
    merchantCode: text().notNull(),
    amountMinor: integer().notNull(),
    refundedMinor: integer().notNull().default(0),
    currency: text().notNull(),
    state: text({ enum: paymentStates }).notNull().default('creating'),
    checkoutId: text().unique('payments_checkout_once'),
    payUrl: text(),
    transactionId: text(),
    transactionCode: text(),
    validUntil: instant().notNull(),
    checkAt: instant(),
    createdAt: createdAt(),
    paidAt: instant(),
  },
  (t) => [
    unique('payments_attempt_once').on(t.orderId, t.attempt),
    check('payments_reference_short', sql`length(${t.reference}) <= 64`),
    check('payments_amount_positive', sql`${t.amountMinor} > 0`),
    check('payments_refunded_within', sql`${t.refundedMinor} between 0 and ${t.amountMinor}`),
    check('payments_refund_what_came', sql`${t.refundedMinor} = 0 or ${t.state} = 'paid'`),
    check('payments_state_known', sql`${t.state} in (${listOf(paymentStates)})`),
    check('payments_method_known', sql`${t.method} in (${listOf(paymentMethods)})`),
    index('payments_to_check')
      .on(t.checkAt)
      .where(sql`${t.checkAt} is not null`),
    index('payments_by_transaction').on(t.merchantId, t.transactionCode),
  ],
)

export const refundReasons = [
  'late',
  'double',
  'cancelled',
  'returned',
  'packed',
  'goodwill',
] as const
export const refundMethods = ['provider', 'credit', 'cash'] as const
export const refundStates = ['asked', 'done', 'failed'] as const

/**
 * Money on its way back to a buyer. A row is written in the transaction that decides it, and a job
 * sends it: `asked` until the provider has done it, `failed` (with the `problem`) when a person must
 * look. `ordinal` counts the refunds of one payment: the provider has no key for refunds, so each is
 * told from the others by what went back before it.
 */
export const refunds = cartSchema.table(
  'refunds',
  {
    id: id(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    paymentId: uuid().references(() => payments.id),
    ordinal: integer(),
    requestKey: uuid().notNull().unique('refunds_request_once'),
    amountMinor: integer().notNull(),
    currency: text().notNull(),
    reason: text({ enum: refundReasons }).notNull(),
    message: text().notNull().default(''),
    method: text({ enum: refundMethods }).notNull(),
    state: text({ enum: refundStates }).notNull().default('asked'),
    problem: text(),
    /** Whoever sends it has until then; another may try after that. */
    sendingUntil: instant(),
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    doneAt: instant(),
  },
  (t) => [
    unique('refunds_of_payment_in_turn').on(t.paymentId, t.ordinal),
    check('refunds_amount_positive', sql`${t.amountMinor} > 0`),
    check(
      'refunds_by_provider_have_a_payment',
      sql`${t.method} <> 'provider' or ${t.paymentId} is not null`,
    ),
    check('refunds_ordinal_with_payment', sql`(${t.paymentId} is null) = (${t.ordinal} is null)`),
    check('refunds_done_have_a_date', sql`(${t.state} = 'done') = (${t.doneAt} is not null)`),
    check('refunds_reason_known', sql`${t.reason} in (${listOf(refundReasons)})`),
    check('refunds_method_known', sql`${t.method} in (${listOf(refundMethods)})`),
    check('refunds_state_known', sql`${t.state} in (${listOf(refundStates)})`),
    index('refunds_by_order').on(t.orderId, t.id),
    index('refunds_failed')
      .on(t.orderId)
      .where(sql`${t.state} = 'failed'`),
  ],
)

/** What of which line went back with a refund; `quantity` of it is on the shelf again. */
export const refundLines = cartSchema.table(
  'refund_lines',
  {
    refundId: uuid()
      .notNull()
      .references(() => refunds.id),
    lineId: uuid()
      .notNull()
      .references(() => orderLines.id),
    quantity: integer().notNull(),
    amountMinor: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.refundId, t.lineId] }),
    check('refund_lines_not_negative', sql`${t.quantity} >= 0 and ${t.amountMinor} >= 0`),
  ],
)

/** Everything said to and heard from a provider, without secrets; kept for a year. */
export const providerMessages = cartSchema.table(
  'provider_messages',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    merchantCode: text().notNull(),
    reference: text(),
    method: text().notNull(),
    path: text().notNull(),
    status: integer(),
    request: jsonb(),
    answer: jsonb(),
    problem: text(),
    tookMs: integer().notNull(),
    at: createdAt(),
  },
  (t) => [
    index('provider_messages_by_time').on(t.at),
    index('provider_messages_by_reference').on(t.reference, t.id),
    index('provider_messages_by_merchant').on(t.merchantCode, t.id),
  ],
)

/**
 * A row of the provider's payouts: what it sent to the bank for a transaction, or took back from it.
 * `amountMinor` is what arrives, after `feeMinor`; a deduction is negative.
 */
export const payouts = cartSchema.table(
  'payouts',
  {
    id: id(),
    merchantId: uuid()
      .notNull()
      .references(() => merchants.id),
    providerId: text().notNull(),
    type: text().notNull(),
    reference: text().notNull().default(''),
    transactionCode: text().notNull().default(''),
    amountMinor: integer().notNull(),
    feeMinor: integer().notNull(),
    currency: text().notNull(),
    paidOn: date().notNull(),
    readAt: createdAt(),
  },
  (t) => [
    unique('payouts_row_once').on(t.merchantId, t.providerId),
    index('payouts_by_day').on(t.merchantId, t.paidOn),
    index('payouts_by_transaction').on(t.merchantId, t.transactionCode),
  ],
)
