import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id } from '../columns.ts'
import { orders } from './cart.ts'
import { cartSchema, merchants } from './cart-merchants.ts'
import { refunds } from './cart-payments.ts'

/** The last invoice number of a merchant in a year; taking one locks the row, so there are no gaps. */
export const invoiceCounters = cartSchema.table(
  'invoice_counters',
  {
    merchantId: uuid()
      .notNull()
      .references(() => merchants.id),
    year: integer().notNull(),
    last: integer().notNull(),
  },
  (t) => [unique('invoice_counters_once').on(t.merchantId, t.year)],
)

/** An invoice or credit note as it was issued, never updated: the PDF is drawn from its `content`. */
export const invoices = cartSchema.table(
  'invoices',
  {
    id: id(),
    merchantId: uuid()
      .notNull()
      .references(() => merchants.id),
    year: integer().notNull(),
    number: integer().notNull(),
    kind: text({ enum: ['invoice', 'credit_note'] }).notNull(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    refundId: uuid()
      .unique('invoices_one_per_refund')
      .references(() => refunds.id),
    content: jsonb().$type<Record<string, unknown>>().notNull(),
    issuedAt: createdAt(),
  },
  (t) => [
    unique('invoices_number_once').on(t.merchantId, t.year, t.number),
    uniqueIndex('invoices_one_per_order')
      .on(t.orderId)
      .where(sql`${t.kind} = 'invoice'`),
    check('invoices_kind_known', sql`${t.kind} in ('invoice', 'credit_note')`),
    check(
      'invoices_credit_notes_have_a_refund',
      sql`(${t.kind} = 'credit_note') = (${t.refundId} is not null)`,
    ),
    check('invoices_number_positive', sql`${t.number} > 0`),
    index('invoices_by_order').on(t.orderId),
  ],
)
