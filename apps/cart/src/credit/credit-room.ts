import { eq, or, sql } from 'drizzle-orm'
import type { Config } from '@rose-ash/shared/config'
import type { Db } from '@rose-ash/shared/db'
import { ledgerAccounts, ledgerPostings } from '@rose-ash/shared/db/models/cart-ledger'
import { orders } from '@rose-ash/shared/db/models/cart'
import { fromMajor } from '@rose-ash/shared/money'
import { asideAccount, buyerAccounts, thisAccount } from '../ledger/accounts.ts'
import type { Order } from '../orders/change-state.ts'

/** The part of the configuration that says how much credit somebody may have. */
type Limits = Pick<Config, 'currency' | 'creditLimit'>

/**
 * How much a member may still pay in, in minor units: what `creditLimit` leaves beside what they have, what
 * of it is set aside for orders, and what they are paying in already. Who owes something may pay that in
 * as well. Below zero when the desk gave them more than they could pay in.
 */
export async function creditRoom(db: Db, limits: Limits, personId: string): Promise<number> {
  return (await roomBeside(db, limits, personId)) - (await beingPaidIn(db, limits, personId))
}

/** The same, which nobody else pays into until the transaction ends. */
export async function lockCreditRoom(tx: Db, limits: Limits, personId: string): Promise<number> {
  await lockAccount(tx, limits, personId)
  return creditRoom(tx, limits, personId)
}

/**
 * Whether credit that was just paid may lie on its member's balance; of other orders always. What waits to
 * be paid has its place, unless the desk filled it; what comes after its time has none beside what waits.
 * The balance is locked, so it is so until the transaction ends.
 */
export async function fitsBalance(tx: Db, limits: Limits, order: Order): Promise<boolean> {
  const { kind, personId, state, totalMinor } = order
  if (kind !== 'credit' || personId === null) return true
  await lockAccount(tx, limits, personId)
  const waits = state === 'awaiting_payment' ? 0 : await beingPaidIn(tx, limits, personId)
  return totalMinor <= (await roomBeside(tx, limits, personId)) - waits
}

/** Credit that a member ordered and has not paid yet, the first one first. */
export function waitingCredit(db: Db, personId: string): Promise<Order[]> {
  return db.select().from(orders).where(isWaiting(personId)).orderBy(orders.id)
}

/** Everybody who pays into an account that there is not yet makes it first, so that there is a row to lock. */
async function lockAccount(tx: Db, { currency }: Limits, personId: string): Promise<void> {
  const { kind } = buyerAccounts(personId).main
  await tx
    .insert(ledgerAccounts)
    .values({ kind, ownerId: personId, currency, limitMinor: 0 })
    .onConflictDoNothing()
  await tx
    .select({ id: ledgerAccounts.id })
    .from(ledgerAccounts)
    .where(thisAccount(buyerAccounts(personId).main, currency))
    .for('no key update')
}

async function roomBeside(db: Db, limits: Limits, personId: string): Promise<number> {
  const { currency, creditLimit } = limits
  const [main, aside] = [buyerAccounts(personId).main, asideAccount(personId)].map((name) =>
    thisAccount(name, currency),
  )
  const [row] = await db
    .select({
      owed: sql<number>`coalesce(sum(${ledgerPostings.amountMinor}), 0)`.mapWith(Number),
    })
    .from(ledgerPostings)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerPostings.accountId))
    .where(or(main, aside))
  return fromMajor(creditLimit, currency).amount + (row?.owed ?? 0)
}

async function beingPaidIn(db: Db, { currency }: Limits, personId: string): Promise<number> {
  const [row] = await db
    .select({ minor: sql<number>`coalesce(sum(${orders.totalMinor}), 0)`.mapWith(Number) })
    .from(orders)
    .where(sql`${isWaiting(personId)} and ${eq(orders.currency, currency)}`)
  return row?.minor ?? 0
}

const isWaiting = (personId: string) =>
  sql`(${orders.personId} = ${personId} and ${orders.kind} = 'credit'
    and ${orders.state} = 'awaiting_payment')`
