import { eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { ledgerAccounts, ledgerPostings } from '@rose-ash/shared/db/models/cart-ledger'
import { BadInput } from '@rose-ash/shared/errors'
import { money } from '@rose-ash/shared/money'
import { buyerAccounts, thisAccount } from './accounts.ts'
import { LimitTooLow } from './errors.ts'
import { postEntry } from './post-entry.ts'
import { cooperativeId } from './read-order.ts'

/** What a member may still spend: what they paid in, and what they may owe. Minor units. */
export async function spendable(db: Db, personId: string, currency: string): Promise<number> {
  const { limitMinor, balanceMinor } = ledgerAccounts
  const [account] = await db
    .select({ limitMinor, balanceMinor })
    .from(ledgerAccounts)
    .where(thisAccount(buyerAccounts(personId).main, currency))
  return account ? Math.max(0, (account.limitMinor ?? 0) - account.balanceMinor) : 0
}

/** The same, which nobody else spends until the transaction ends. */
export async function lockSpendable(tx: Db, personId: string, currency: string): Promise<number> {
  await tx
    .select({ id: ledgerAccounts.id })
    .from(ledgerAccounts)
    .where(thisAccount(buyerAccounts(personId).main, currency))
    .for('no key update')
  return spendable(tx, personId, currency)
}

/** What a member owes in minor units; below zero what they have to their credit. */
export async function balanceOf(db: Db, personId: string, currency: string): Promise<number> {
  const [row] = await db
    .select({ balance: sumOfPostings })
    .from(ledgerAccounts)
    .innerJoin(ledgerPostings, eq(ledgerPostings.accountId, ledgerAccounts.id))
    .where(thisAccount(buyerAccounts(personId).main, currency))
  return row?.balance ?? 0
}

/** How a member stands: their account and its limit, and what is due when goods are handed over. */
export async function standingOf(
  db: Db,
  personId: string,
  currency: string,
): Promise<{ balanceMinor: number; dueMinor: number; limitMinor: number }> {
  const rows = await db
    .select({
      detail: ledgerAccounts.detail,
      limitMinor: ledgerAccounts.limitMinor,
      minor: sumOfPostings,
    })
    .from(ledgerAccounts)
    .leftJoin(ledgerPostings, eq(ledgerPostings.accountId, ledgerAccounts.id))
    .where(
      sql`${ledgerAccounts.kind} = 'member' and ${ledgerAccounts.ownerId} = ${personId}
        and ${ledgerAccounts.currency} = ${currency}`,
    )
    .groupBy(ledgerAccounts.id)
  const of = (detail: string) => rows.find((row) => row.detail === detail)
  return {
    balanceMinor: of('')?.minor ?? 0,
    dueMinor: of('due')?.minor ?? 0,
    limitMinor: of('')?.limitMinor ?? 0,
  }
}

const sumOfPostings = sql<number>`coalesce(sum(${ledgerPostings.amountMinor}), 0)`.mapWith(Number)

/**
 * What a member may owe, in minor units, from now on. The row is locked and the balance counted anew, so
 * that nothing which is entered at the same moment is missed.
 *
 * @throws {LimitTooLow} when they owe more already.
 */
export async function setLimit(
  db: Db,
  { personId, currency, limitMinor }: { personId: string; currency: string; limitMinor: number },
): Promise<void> {
  if (!Number.isSafeInteger(limitMinor) || limitMinor < 0)
    throw new BadInput('Write the limit as an amount from 0 on.')
  const name = buyerAccounts(personId).main
  await db.transaction(async (tx) => {
    await tx
      .insert(ledgerAccounts)
      .values({ kind: name.kind, ownerId: personId, currency, limitMinor: 0 })
      .onConflictDoNothing()
    // `for update` waits for those who are posting to it, as their foreign keys share the row.
    const [account] = await tx
      .select({ id: ledgerAccounts.id })
      .from(ledgerAccounts)
      .where(thisAccount(name, currency))
      .for('update')
    if (!account) throw new Error('the account was not made')
    const owed = await balanceOf(tx, personId, currency)
    if (owed > limitMinor) throw new LimitTooLow(money(owed, currency))
    await tx
      .update(ledgerAccounts)
      .set({ limitMinor, balanceMinor: owed })
      .where(eq(ledgerAccounts.id, account.id))
  })
}

export interface TopUp {
  personId: string
  amountMinor: number
  currency: string
  method: 'cash' | 'bank'
  /** Comes with the form: sent twice, it is paid in once. */
  requestKey: string
  byPersonId: string
  memo?: string
}

/** A member paid in, over the counter or at the bank. False when this was entered already. */
export async function topUp(tx: Db, { personId, amountMinor, method, ...by }: TopUp) {
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0)
    throw new BadInput('Write an amount from one penny on.')
  const ownerId = await cooperativeId(tx)
  return postEntry(tx, {
    key: `top-up:${by.requestKey}`,
    kind: 'top-up',
    currency: by.currency,
    memo: by.memo ?? '',
    personId: by.byPersonId,
    postings: [
      { account: { kind: method, ownerId }, amountMinor },
      { account: buyerAccounts(personId).main, amountMinor: -amountMinor },
    ],
  })
}
