import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import {
  payments,
  refundLines,
  type refundMethods,
  type refundReasons,
  refunds,
} from '@rose-ash/shared/db/models/cart-payments'
import { v7 } from 'uuid'
import { issueCreditNote } from '../invoices/issue-credit-note.ts'
import { enterRefund } from '../ledger/enter-refund.ts'
import type { Order } from '../orders/change-state.ts'
import type { Shop } from '../shop.ts'
import { releaseVouchers } from '../vouchers/release-vouchers.ts'
import { queueRefund, type Refund, reserve } from './ask-refund.ts'
import { markDone } from './send-refund.ts'
import { type PlannedLine, type RefundPart, splitOver } from './split-refund.ts'

export interface GivingBack {
  /** Locked by the caller. */
  order: Order
  amountMinor: number
  /** Whether nothing of the order's money is left then: its vouchers can be used again. */
  isWhole?: boolean
  /** What it is for; none when no thing comes back. */
  plan?: PlannedLine[]
  requestKey?: string
  reason: (typeof refundReasons)[number]
  message: string
  /** `provider` unless said otherwise. */
  method?: (typeof refundMethods)[number]
  personId: string | undefined
}

/**
 * Decides that so much of an order's money goes back, in the caller's transaction: to the payments it
 * came from, the oldest first, and what came another way to the member's balance or over the counter.
 * The ledger and a credit note say so; a job sends what the provider must. With the last of an order's
 * money its vouchers are given back, once.
 */
export async function giveBack(tx: Db, shop: Shop, giving: GivingBack): Promise<Refund[]> {
  const { order, amountMinor, plan = [], method = 'provider' } = giving
  const sources = method === 'provider' ? await paymentsLeft(tx, order.id) : []
  const made: Refund[] = []
  for (const part of splitOver({ plan, amountMinor, sources })) {
    const requestKey = (made.length === 0 && giving.requestKey) || v7()
    made.push(await insertRefund(tx, { ...giving, method, requestKey }, part))
  }
  for (const { id } of made) await enterRefund(tx, id)
  if (giving.isWhole) await releaseVouchers(tx, order.id)
  for (const { id } of made) await issueCreditNote(tx, shop, id)
  for (const refund of made) await send(tx, shop, refund)
  return made
}

async function insertRefund(
  tx: Db,
  {
    order,
    reason,
    message,
    personId,
    requestKey,
    method,
  }: Required<Omit<GivingBack, 'plan' | 'isWhole'>>,
  { paymentId, amountMinor, lines }: RefundPart,
): Promise<Refund> {
  const [refund] = await tx
    .insert(refunds)
    .values({
      orderId: order.id,
      paymentId,
      ordinal: paymentId ? await reserve(tx, paymentId, amountMinor) : null,
      requestKey,
      amountMinor,
      currency: order.currency,
      reason,
      message,
      method: paymentId ? 'provider' : otherWay(method, order),
      personId: personId ?? null,
    })
    .returning()
  if (!refund) throw new Error('an insert answers its row')
  const rows = lines.map((line) => ({ refundId: refund.id, ...line }))
  if (rows.length > 0) await tx.insert(refundLines).values(rows)
  return refund
}

/** What did not come through the provider goes to the member's balance, or over the counter. */
function otherWay(method: Refund['method'], { personId }: Order): 'credit' | 'cash' {
  if (method !== 'provider') return method
  return personId ? 'credit' : 'cash'
}

async function paymentsLeft(tx: Db, orderId: string) {
  const left = sql<number>`${payments.amountMinor} - ${payments.refundedMinor}`
  const mine = and(eq(payments.orderId, orderId), eq(payments.state, 'paid'))
  return tx
    .select({ id: payments.id, leftMinor: left })
    .from(payments)
    .where(and(mine, eq(payments.method, 'provider'), gt(left, 0)))
    .orderBy(asc(payments.attempt))
}

/** Money that needs no provider is there at once. */
async function send(tx: Db, shop: Shop, refund: Refund): Promise<void> {
  if (refund.method === 'provider') await queueRefund(tx, refund.id)
  else await markDone(tx, shop, refund)
}
