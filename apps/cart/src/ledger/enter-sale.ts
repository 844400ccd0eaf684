import { inArray, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { asideAccount, buyerAccounts, taxAccount } from './accounts.ts'
import { earlierPayments } from './enter-payment.ts'
import {
  earned,
  feeNow,
  netOfPage,
  type OrderStanding,
  proportion,
  type SaleFee,
} from './order-books.ts'
import { type EntryDraft, type Posting, postEntries } from './post-entry.ts'
import { asideFor, buyerOf, cooperativeId, orderOf, soldStanding } from './read-order.ts'

type Order = Awaited<ReturnType<typeof orderOf>>

/**
 * An order is paid or promised: the buyer owes it, producers and tax have it, and the cooperative takes
 * its fee. What was paid for it is entered before, so that a member's limit sees only what is not paid.
 *
 * @throws {AccountLimit} when a member would owe more than they may.
 */
export async function enterSale(tx: Db, orderId: string): Promise<void> {
  const order = await orderOf(tx, orderId)
  const buyer = await buyerOf(tx, order)
  const standing = await soldStanding(tx, order)
  const asideMinor = await asideFor(tx, order, buyer)
  const payments = await earlierPayments(tx, order, buyer)
  await postEntries(tx, [
    ...payments,
    {
      key: `sale:${orderId}`,
      kind: 'sale',
      orderId,
      currency: order.currency,
      postings: [
        ...(await debitOf(tx, order, { buyer, asideMinor, payments })),
        ...earned(standing),
      ],
    },
    ...(await feesOf(tx, order, standing)),
  ])
}

interface Covered {
  buyer: string | null
  asideMinor: number
  /** Entered together with the sale, unless they are entered already. */
  payments: EntryDraft[]
}

/**
 * What the buyer owes: first from what is set aside, then from their account. Of an order that is paid
 * at the hand-over only what was paid already is taken from there; the rest is due.
 */
async function debitOf(
  tx: Db,
  order: Order,
  { buyer, asideMinor, payments }: Covered,
): Promise<Posting[]> {
  const { main, due } = buyerAccounts(buyer)
  if (buyer === null) return [{ account: main, amountMinor: order.totalMinor }]
  const aside = Math.min(asideMinor, order.totalMinor)
  const rest = order.totalMinor - aside
  const paid = order.terms === 'on_pickup' ? await paidMinor(tx, order, payments) : rest
  const now = Math.min(rest, paid)
  return [
    { account: asideAccount(buyer), amountMinor: aside },
    { account: main, amountMinor: now },
    { account: due, amountMinor: rest - now },
  ]
}

/** What came for an order and did not go back. */
async function paidMinor(tx: Db, order: Order, payments: EntryDraft[]): Promise<number> {
  if (payments.length === 0) return 0
  const { rows } = await tx.execute<{ paid: number }>(sql`
    select coalesce(sum(payment.amount_minor - payment.refunded_minor), 0)::float8 as paid
    from cart.payments payment where payment.order_id = ${order.id} and payment.state = 'paid'`)
  return rows[0]?.paid ?? 0
}

async function feesOf(tx: Db, order: Order, standing: OrderStanding): Promise<EntryDraft[]> {
  const pages = [...standing.lines, ...standing.handovers].map(({ pageId }) => pageId)
  const terms = await tx
    .select()
    .from(sellers)
    .where(inArray(sellers.pageId, [...new Set(pages)]))
    .orderBy(sellers.pageId)
  const taking = terms.filter(({ feeBasisPoints }) => feeBasisPoints > 0)
  if (taking.length === 0) return []
  const ours = await cooperativeId(tx)
  return taking.map(({ pageId, feeBasisPoints, feeTaxRateBasisPoints }) => {
    const netMinor = netOfPage(standing, pageId)
    const feeMinor = proportion(netMinor, feeBasisPoints, 10_000)
    const feeTaxMinor = proportion(feeMinor, feeTaxRateBasisPoints, 10_000)
    const account = taxAccount(ours, feeTaxRateBasisPoints)
    const fee: SaleFee = { pageId, netMinor, feeMinor, feeTaxMinor, taxAccount: account }
    return {
      key: `fee:${order.id}:${pageId}`,
      kind: 'fee' as const,
      orderId: order.id,
      currency: order.currency,
      postings: feeNow(fee, standing),
    }
  })
}
