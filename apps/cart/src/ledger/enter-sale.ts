import { inArray } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import type { Sale } from '../orders/sale.ts'
import { asideAccount, buyerAccounts, taxAccount } from './accounts.ts'
import { paymentEntry } from './enter-payment.ts'
import {
  earned,
  feeNow,
  netOfPage,
  type OrderStanding,
  proportion,
  type SaleFee,
} from './order-books.ts'
import type { EntryDraft, Posting } from './post-entry.ts'
import { asideFor, buyerOf, cooperativeId, soldStanding } from './read-order.ts'

/**
 * What is to be entered when an order is paid or promised: the buyer owes it, producers and tax have it,
 * and the cooperative takes its fee. What was paid for it comes first, so that a member's limit sees only
 * what is not paid. Only reads: `postEntries` enters it, and refuses when a member would owe more than
 * they may.
 */
export async function saleEntries(tx: Db, sale: Sale): Promise<EntryDraft[]> {
  const { order } = sale
  const buyer = await buyerOf(tx, order)
  const paid = sale.payments.map((payment) => paymentEntry(payment, buyer, 0))
  // Credit is what was paid: the buyer has it, and nobody earns anything yet.
  if (order.kind === 'credit') return paid
  const standing = soldStanding(sale)
  const asideMinor = await asideFor(tx, order, buyer)
  return [
    ...paid,
    {
      key: `sale:${order.id}`,
      kind: 'sale',
      orderId: order.id,
      currency: order.currency,
      postings: [...debitOf(sale, { buyer, asideMinor }), ...earned(standing)],
    },
    ...(await feesOf(tx, order, standing)),
  ]
}

/**
 * What the buyer owes: first from what is set aside, then from their account. Of an order that is paid
 * at the hand-over only what was paid already is taken from there; the rest is due.
 */
function debitOf(
  { order, payments }: Sale,
  { buyer, asideMinor }: { buyer: string | null; asideMinor: number },
): Posting[] {
  const { main, due } = buyerAccounts(buyer)
  if (buyer === null) return [{ account: main, amountMinor: order.totalMinor }]
  const aside = Math.min(asideMinor, order.totalMinor)
  const rest = order.totalMinor - aside
  const kept = payments.map(({ amountMinor, refundedMinor }) => amountMinor - refundedMinor)
  const paid = order.terms === 'on_pickup' ? kept.reduce((sum, one) => sum + one, 0) : rest
  const now = Math.min(rest, paid)
  return [
    { account: asideAccount(buyer), amountMinor: aside },
    { account: main, amountMinor: now },
    { account: due, amountMinor: rest - now },
  ]
}

async function feesOf(
  tx: Db,
  order: Sale['order'],
  standing: OrderStanding,
): Promise<EntryDraft[]> {
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
