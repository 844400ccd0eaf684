import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { buyerAccounts } from './accounts.ts'
import { type EntryDraft, type Posting, postEntries } from './post-entry.ts'
import { buyerOf, dueOf, orderOf } from './read-order.ts'

type Payment = typeof payments.$inferSelect

/**
 * Money came: it lies at the provider or in the till, and the buyer has it to their credit, first
 * against what the order owes at its hand-over. Entered once, however often it is told.
 */
export async function enterPayment(tx: Db, paymentId: string): Promise<void> {
  const [payment] = await tx.select().from(payments).where(eq(payments.id, paymentId))
  if (!payment) throw new Error(`payment ${paymentId} is gone`)
  const order = await orderOf(tx, payment.orderId)
  const buyer = await buyerOf(tx, order)
  const dueMinor = await dueOf(tx, order, buyer)
  await postEntries(tx, [paymentEntry(payment, buyer, dueMinor)])
}

/** Money that came: what was due of it before is settled first. */
export function paymentEntry(payment: Payment, buyer: string | null, dueMinor: number): EntryDraft {
  const { id, orderId, merchantId, method, amountMinor, currency } = payment
  return {
    key: `payment:${id}`,
    kind: 'payment',
    orderId,
    currency,
    memo: payment.transactionCode ?? '',
    postings: [
      { account: { kind: method, ownerId: merchantId }, amountMinor },
      ...creditOf(buyer, amountMinor, dueMinor),
    ],
  }
}

/** Credits a buyer: what is due first, the rest to their main account. */
export function creditOf(buyer: string | null, amountMinor: number, dueMinor: number): Posting[] {
  const { main, due } = buyerAccounts(buyer)
  const settled = Math.min(amountMinor, dueMinor)
  return [
    { account: due, amountMinor: -settled },
    { account: main, amountMinor: settled - amountMinor },
  ]
}
