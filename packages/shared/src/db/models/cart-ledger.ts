import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, pgSchema, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, listOf } from '../columns.ts'
import { people } from './account.ts'

export const ledgerSchema = pgSchema('ledger')

export const accountKinds = [
  'member',
  'guests',
  'producer',
  'cooperative',
  'fees',
  'tax',
  'deposits',
  'provider',
  'provider-fees',
  'bank',
  'cash',
  'opening',
] as const

/**
 * An account of the one ledger. `ownerId` is a person (`member`), a page (`producer`), or a merchant
 * (`provider`, `provider-fees`, `bank`, `cash`, `tax`); `detail` tells several of one owner apart, such
 * as the rate of a tax in basis points. Debits are positive. An account with a `limitMinor` keeps its
 * balance in `balanceMinor`, and its debit never passes the limit: 0 for a member who may spend what
 * they paid in, 5000 for one who may owe £50.
 */
export const ledgerAccounts = ledgerSchema.table(
  'accounts',
  {
    id: id(),
    kind: text({ enum: accountKinds }).notNull(),
    ownerId: uuid(),
    detail: text().notNull().default(''),
    currency: text().notNull(),
    limitMinor: bigint({ mode: 'number' }),
    balanceMinor: bigint({ mode: 'number' }).notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [
    unique('accounts_once').on(t.kind, t.ownerId, t.detail, t.currency).nullsNotDistinct(),
    check('accounts_kind_known', sql`${t.kind} in (${listOf(accountKinds)})`),
    check('accounts_currency_iso', sql`${t.currency} ~ '^[A-Z]{3}$'`),
    check('accounts_within_limit', sql`${t.balanceMinor} <= ${t.limitMinor}`),
    index('accounts_by_owner').on(t.ownerId),
  ],
)

export const entryKinds = [
  'sale',
  'payment',
  'return',
  'refund',
  'fee',
  'fee-return',
  'adjustment',
  'top-up',
  'provider-payout',
  'producer-payout',
  'deposit',
  'correction',
] as const

/**
 * Something that happened to money. Its postings are zero together in each currency, which a deferred
 * trigger checks when the transaction ends; neither is ever updated or deleted. `key` is what makes it
 * happen once: `sale:<order>`, `refund:<refund>`.
 */
export const ledgerEntries = ledgerSchema.table(
  'entries',
  {
    id: id(),
    key: text().notNull().unique('entries_once'),
    kind: text({ enum: entryKinds }).notNull(),
    orderId: uuid(),
    memo: text().notNull().default(''),
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    at: createdAt(),
  },
  (t) => [
    check('entries_kind_known', sql`${t.kind} in (${listOf(entryKinds)})`),
    index('entries_by_order').on(t.orderId),
    index('entries_by_time').on(t.at, t.id),
  ],
)

export const ledgerPostings = ledgerSchema.table(
  'postings',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    entryId: uuid()
      .notNull()
      .references(() => ledgerEntries.id),
    accountId: uuid()
      .notNull()
      .references(() => ledgerAccounts.id),
    amountMinor: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [
    check('postings_move_something', sql`${t.amountMinor} <> 0`),
    index('postings_by_entry').on(t.entryId),
    index('postings_by_account').on(t.accountId, t.id),
  ],
)

/** A bank file that pays producers: from which account. Its id comes with the form, so it is made once. */
export const payoutRuns = ledgerSchema.table(
  'payout_runs',
  {
    id: id(),
    currency: text().notNull(),
    name: text().notNull(),
    iban: text().notNull(),
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (t) => [index('payout_runs_by_time').on(t.createdAt)],
)

/** What was paid out to a producer, and in which bank file. */
export const producerPayouts = ledgerSchema.table(
  'producer_payouts',
  {
    id: id(),
    pageId: uuid().notNull(),
    runId: uuid()
      .notNull()
      .references(() => payoutRuns.id),
    amountMinor: integer().notNull(),
    currency: text().notNull(),
    name: text().notNull(),
    iban: text().notNull(),
    /** The statement is of the postings up to this one. */
    lastPosting: bigint({ mode: 'number' }).notNull(),
    personId: uuid().references(() => people.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (t) => [
    unique('producer_payouts_once_a_run').on(t.runId, t.pageId, t.currency),
    check('producer_payouts_positive', sql`${t.amountMinor} > 0`),
    index('producer_payouts_by_page').on(t.pageId, t.id.desc().nullsFirst()),
  ],
)
