import { and, eq, lt, ne, or, isNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { payments, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { money } from '@rose-ash/shared/money'
import { enterRefundDone } from '../ledger/enter-refund.ts'
import { accountOf } from '../merchants/account.ts'
import { changeState, lockOrder } from '../orders/change-state.ts'
import { orderTags } from '../orders/order-tags.ts'
import { RefundRefused } from '../payments/provider.ts'
import type { Shop } from '../shop.ts'
import type { Refund } from './ask-refund.ts'

/** Longer than asking the provider twice takes: nobody else sends the refund meanwhile. */
const leaseSeconds = 60

/**
 * Sends a refund that was decided. Run again after a crash at any line, or twice at once, the buyer is
 * paid back once: one process sends at a time, refunds of a payment go in turn, and what the provider
 * says went back already is never sent again. One that the provider refuses for good is `failed`, with
 * its reason, and waits for a person.
 *
 * @throws {Error} when it must be tried again: an earlier one is not through, or nobody answers.
 */
export async function sendRefund(db: Db, shop: Shop, refundId: string): Promise<void> {
  const claimed = await claim(db, refundId)
  if (!claimed) return assertNobodySends(db, refundId)
  const { refund, payment, beforeMinor } = claimed
  try {
    await sendOnce(db, shop, { refund, payment, beforeMinor })
  } catch (error) {
    if (!(error instanceof RefundRefused)) {
      await release(db, refundId)
      throw error
    }
    await db
      .update(refunds)
      .set({ state: 'failed', problem: error.message, sendingUntil: null })
      .where(and(eq(refunds.id, refundId), eq(refunds.state, 'asked')))
    return
  }
  await db.transaction((tx) => markDone(tx, shop, refund))
  await shop.purge(await orderTags(db, refund.orderId))
}

/** @throws {Error} when it still has to be sent, and another has it in hand: the queue asks again. */
async function assertNobodySends(db: Db, refundId: string): Promise<void> {
  const isOpen = and(
    eq(refunds.id, refundId),
    eq(refunds.state, 'asked'),
    eq(refunds.method, 'provider'),
  )
  if ((await db.$count(refunds, isOpen)) > 0) throw new Error(`refund ${refundId} is being sent`)
}

/** An answer that was lost may still be on its way to being done: the next try waits for it. */
async function release(db: Db, refundId: string): Promise<void> {
  await db
    .update(refunds)
    .set({ sendingUntil: sql`now() + interval '20 seconds'` })
    .where(eq(refunds.id, refundId))
}

interface Claimed {
  refund: Refund
  payment: typeof payments.$inferSelect
  /** What went back of the payment before this one. */
  beforeMinor: number
}

async function claim(db: Db, refundId: string): Promise<Claimed | undefined> {
  const free = or(isNull(refunds.sendingUntil), lt(refunds.sendingUntil, sql`now()`))
  const [refund] = await db
    .update(refunds)
    .set({ sendingUntil: sql`now() + ${leaseSeconds} * interval '1 second'` })
    .where(
      and(
        eq(refunds.id, refundId),
        eq(refunds.state, 'asked'),
        eq(refunds.method, 'provider'),
        free,
      ),
    )
    .returning()
  if (!refund?.paymentId) return undefined
  const [payment] = await db.select().from(payments).where(eq(payments.id, refund.paymentId))
  const earlier = and(
    eq(refunds.paymentId, refund.paymentId),
    lt(refunds.ordinal, refund.ordinal ?? 0),
  )
  const before = await db
    .select()
    .from(refunds)
    .where(and(earlier, ne(refunds.state, 'failed')))
  if (!payment || before.some(({ state }) => state === 'asked')) {
    await db.update(refunds).set({ sendingUntil: null }).where(eq(refunds.id, refundId))
    throw new Error(`refund ${refundId} waits for an earlier one`)
  }
  const beforeMinor = before
    .filter(({ method }) => method === 'provider')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  return { refund, payment, beforeMinor }
}

async function sendOnce(
  db: Db,
  shop: Shop,
  { refund, payment, beforeMinor }: Claimed,
): Promise<void> {
  const { transactionId, merchantId } = payment
  if (!transactionId) throw new Error(`payment ${payment.id} has no transaction`)
  const { provider } = await accountOf(db, shop, merchantId)
  const sent = await provider.refundedOf(transactionId)
  if (sent.amount >= beforeMinor + refund.amountMinor) return
  await provider.refund(transactionId, money(refund.amountMinor, refund.currency))
}

/** Writes down that the money is with the buyer, once. */
export async function markDone(tx: Db, shop: Shop, refund: Refund): Promise<void> {
  const order = await lockOrder(tx, refund.orderId)
  const done = await tx
    .update(refunds)
    .set({ state: 'done', doneAt: sql`now()`, sendingUntil: null, problem: null })
    .where(and(eq(refunds.id, refund.id), eq(refunds.state, 'asked')))
  if (done.rowCount === 0) return
  await enterRefundDone(tx, refund.id)
  if (order.state === 'paid_late') {
    const reason = refund.message || 'the money went back, the goods were gone'
    await changeState(tx, order, { to: 'refunded', reason })
  }
  if (refund.reason === 'double') return
  await shop.services.federation.publish(tx, {
    app: 'cart',
    type: 'Reject',
    object: {
      type: 'Order',
      path: `/orders/${order.id}#refund-${refund.id}`,
      orderStatus: 'schema:OrderReturned',
    },
  })
}
