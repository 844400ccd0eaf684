import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { payments, type refundReasons, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { addJob } from '@rose-ash/shared/jobs'
import { v7 } from 'uuid'
import { enterRefund } from '../ledger/enter-refund.ts'

export type Refund = typeof refunds.$inferSelect

export interface RefundDraft {
  orderId: string
  payment: Pick<typeof payments.$inferSelect, 'id' | 'currency'>
  amountMinor: number
  reason: (typeof refundReasons)[number]
  /** Told to the buyer. */
  message?: string
}

/**
 * Decides, in the caller's transaction, that a payment which no order can use goes back; a job sends
 * it. The caller has locked the order.
 *
 * @throws {Error} when more would go back than came: a bug, which the database refuses.
 */
export async function askRefund(tx: Db, draft: RefundDraft): Promise<Refund> {
  const { payment, ...values } = draft
  const ordinal = await reserve(tx, payment.id, draft.amountMinor)
  const [refund] = await tx
    .insert(refunds)
    .values({
      ...values,
      paymentId: payment.id,
      ordinal,
      currency: payment.currency,
      requestKey: v7(),
      method: 'provider',
    })
    .returning()
  if (!refund) throw new Error('an insert answers its row')
  await enterRefund(tx, refund.id)
  await queueRefund(tx, refund.id)
  return refund
}

/** Counts what goes back of a payment, and answers which refund of it this is. */
export async function reserve(tx: Db, paymentId: string, amountMinor: number): Promise<number> {
  await tx
    .update(payments)
    .set({ refundedMinor: sql`${payments.refundedMinor} + ${amountMinor}` })
    .where(and(eq(payments.id, paymentId), eq(payments.state, 'paid')))
  // One that failed and is tried again is the last of its payment, so the highest counts.
  const [last] = await tx
    .select({ ordinal: sql<number>`coalesce(max(${refunds.ordinal}), 0)::int` })
    .from(refunds)
    .where(eq(refunds.paymentId, paymentId))
  return (last?.ordinal ?? 0) + 1
}

/** Has a refund sent when the transaction commits. */
export async function queueRefund(tx: Db, refundId: string): Promise<void> {
  await addJob(tx, { task: 'send-refund', key: `refund-${refundId}`, payload: { refundId } })
}
