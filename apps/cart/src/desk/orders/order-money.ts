import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import {
  ledgerAccounts,
  ledgerEntries,
  ledgerPostings,
} from '@rose-ash/shared/db/models/cart-ledger'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { payments, refundLines, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { money } from '@rose-ash/shared/money'
import type { Clerk, ClerkOrder } from '../clerk.ts'

/** Refunds with what of each is for the clerk's own lines; of a whole order with all of it. */
export async function refundsOf(db: Db, { order, lines, isWhole }: ClerkOrder) {
  const rows = await db
    .select()
    .from(refunds)
    .where(eq(refunds.orderId, order.id))
    .orderBy(asc(refunds.id))
  if (isWhole) return rows.map((row) => ({ ...row, ownMinor: row.amountMinor }))
  const parts = await db
    .select()
    .from(refundLines)
    .where(
      inArray(
        refundLines.refundId,
        rows.map(({ id }) => id),
      ),
    )
  const isOwn = (lineId: string) => lines.some(({ id }) => id === lineId)
  const ownOf = (id: string) =>
    parts
      .filter(({ refundId, lineId }) => refundId === id && isOwn(lineId))
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  return rows.map((row) => ({ ...row, ownMinor: ownOf(row.id) })).filter((row) => row.ownMinor > 0)
}

/** Attempts to be paid, and what was paid, the first one first. */
export async function paymentsOf(db: Db, orderId: string) {
  const rows = await db
    .select()
    .from(payments)
    .where(eq(payments.orderId, orderId))
    .orderBy(asc(payments.attempt))
  return rows.map(
    ({ id, method, state, reference, transactionCode, createdAt, paidAt, ...row }) => ({
      id,
      method,
      state,
      reference,
      transactionCode,
      at: paidAt ?? createdAt,
      amount: money(row.amountMinor, row.currency),
    }),
  )
}

/** What the books say of it, each entry with its postings. */
export async function entriesOf(db: Db, orderId: string) {
  const rows = await db
    .select({ entry: ledgerEntries, posting: ledgerPostings, account: ledgerAccounts })
    .from(ledgerEntries)
    .innerJoin(ledgerPostings, eq(ledgerPostings.entryId, ledgerEntries.id))
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerPostings.accountId))
    .where(eq(ledgerEntries.orderId, orderId))
    .orderBy(asc(ledgerEntries.id), asc(ledgerPostings.id))
  return rows.map(({ entry, posting, account }) => ({
    id: posting.id,
    at: entry.at,
    kind: entry.kind,
    account,
    amount: money(posting.amountMinor, account.currency),
  }))
}

/** The merchant whose messages to the provider this clerk may read. */
export async function providerFor(
  db: Db,
  clerk: Clerk,
  merchantId: string,
): Promise<string | null> {
  if (clerk.isAdmin) return merchantId
  const theirs = sql`${merchants.pageId} = any(${sql.param(clerk.pages.map(({ id }) => id))}::uuid[])`
  const isTheirs = (await db.$count(merchants, and(eq(merchants.id, merchantId), theirs))) > 0
  return isTheirs ? merchantId : null
}
