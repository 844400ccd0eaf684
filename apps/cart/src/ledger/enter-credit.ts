import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { ledgerEntries } from '@rose-ash/shared/db/models/cart-ledger'
import { asideAccount, buyerAccounts } from './accounts.ts'
import { postEntry } from './post-entry.ts'
import { asideFor, buyerOf, orderOf } from './read-order.ts'

/**
 * Sets the credit aside that an order is partly paid with (`orders.credit_minor`), so that it is there
 * when the rest is paid, and is not spent twice meanwhile. Done again, it changes nothing. The sale takes
 * what is set aside; when the order comes to nothing, `releaseCredit` gives it back.
 *
 * @throws {AccountLimit} when there is less.
 */
export async function enterCredit(tx: Db, orderId: string): Promise<void> {
  const order = await orderOf(tx, orderId)
  const buyer = await buyerOf(tx, order)
  if (buyer === null) return
  const missing = order.creditMinor - (await asideFor(tx, order, buyer))
  await move(tx, { orderId, buyer, currency: order.currency, amountMinor: missing })
}

/** Gives back what is set aside for an order that came to nothing. Done again, it changes nothing. */
export async function releaseCredit(tx: Db, orderId: string): Promise<void> {
  const order = await orderOf(tx, orderId)
  const buyer = await buyerOf(tx, order)
  if (buyer === null) return
  const amountMinor = -(await asideFor(tx, order, buyer))
  await move(tx, { orderId, buyer, currency: order.currency, amountMinor })
}

interface Aside {
  orderId: string
  buyer: string
  currency: string
  amountMinor: number
}

/** The key counts: what was given back can be set aside anew, when an order is paid late after all. */
async function move(tx: Db, { orderId, buyer, currency, amountMinor }: Aside): Promise<void> {
  if (amountMinor === 0) return
  const turn = await tx.$count(
    ledgerEntries,
    sql`${ledgerEntries.orderId} = ${orderId} and ${ledgerEntries.kind} = 'deposit'`,
  )
  await postEntry(tx, {
    key: `credit:${orderId}:${turn + 1}`,
    kind: 'deposit',
    orderId,
    currency,
    postings: [
      { account: buyerAccounts(buyer).main, amountMinor },
      { account: asideAccount(buyer), amountMinor: -amountMinor },
    ],
  })
}
