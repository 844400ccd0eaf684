import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { refunds } from '@rose-ash/shared/db/models/cart-payments'
import { NotFound, Refusal } from '@rose-ash/shared/errors'
import { buyerAccounts } from '../../ledger/accounts.ts'
import { postEntry } from '../../ledger/post-entry.ts'
import { lockOrder } from '../../orders/change-state.ts'
import { orderTags } from '../../orders/order-tags.ts'
import { queueRefund, type Refund } from '../../refunds/ask-refund.ts'
import { markDone } from '../../refunds/send-refund.ts'
import type { Shop } from '../../shop.ts'
import { checkWhole, type Clerk, orderFor } from '../clerk.ts'

/** Somebody saw to it meanwhile, or it never failed. */
class NotFailed extends Refusal {
  constructor() {
    super('refund_not_failed', 409, 'This money is on its way or back already. Look at the order.')
  }
}

class NoBalance extends Refusal {
  constructor() {
    super('no_balance', 409, 'A guest has no balance with us. Give the money back in cash.')
  }
}

export interface FailedRefund {
  clerk: Clerk
  refundId: string
}

/**
 * Has a refund that the provider refused sent again. It becomes the last of its payment, as what went
 * back before each tells them apart at the provider.
 *
 * @throws {NotFailed} @throws {NotFound} @throws {Forbidden}
 */
export async function sendAgain(db: Db, shop: Shop, failed: FailedRefund): Promise<void> {
  await db.transaction(async (tx) => {
    const refund = await lockFailed(tx, failed)
    const last = sql`(select max(one.ordinal) + 1 from cart.refunds one
      where one.payment_id = ${refund.paymentId})`
    await tx
      .update(refunds)
      .set({ state: 'asked', problem: null, sendingUntil: null, ordinal: last })
      .where(eq(refunds.id, refund.id))
    await queueRefund(tx, refund.id)
  })
  await purge(db, shop, failed)
}

/**
 * Gives what the provider refused to send in cash or to the member's balance instead. The ledger moves
 * it from what was on its way.
 *
 * @throws {NoBalance} for a guest. @throws {NotFailed} @throws {NotFound} @throws {Forbidden}
 */
export async function giveOtherwise(
  db: Db,
  shop: Shop,
  { method, ...failed }: FailedRefund & { method: 'cash' | 'credit' },
): Promise<void> {
  await db.transaction(async (tx) => {
    const refund = await lockFailed(tx, failed)
    const { personId } = await lockOrder(tx, refund.orderId)
    if (method === 'credit') await creditInstead(tx, refund, personId)
    const [changed] = await tx
      .update(refunds)
      .set({ method, state: 'asked', problem: null, personId: failed.clerk.personId })
      .where(and(eq(refunds.id, refund.id), eq(refunds.state, 'failed')))
      .returning()
    if (!changed) throw new NotFailed()
    await markDone(tx, shop, changed)
  })
  await purge(db, shop, failed)
}

async function lockFailed(tx: Db, { clerk, refundId }: FailedRefund): Promise<Refund> {
  const [known] = await tx.select().from(refunds).where(eq(refunds.id, refundId))
  if (!known) throw new NotFound('refund')
  checkWhole(await orderFor(tx, clerk, known.orderId))
  await lockOrder(tx, known.orderId)
  const [refund] = await tx.select().from(refunds).where(eq(refunds.id, refundId))
  if (refund?.state !== 'failed') throw new NotFailed()
  return refund
}

async function creditInstead(tx: Db, refund: Refund, personId: string | null): Promise<void> {
  if (personId === null) throw new NoBalance()
  const { back, main } = buyerAccounts(personId)
  const { id, orderId, currency, amountMinor } = refund
  await postEntry(tx, {
    key: `refund:${id}`,
    kind: 'refund',
    orderId,
    currency,
    memo: 'to the balance instead',
    postings: [
      { account: back, amountMinor },
      { account: main, amountMinor: -amountMinor },
    ],
  })
}

async function purge(db: Db, shop: Shop, { refundId }: FailedRefund): Promise<void> {
  const { orderId } = refunds
  const [refund] = await db.select({ orderId }).from(refunds).where(eq(refunds.id, refundId))
  if (refund) await shop.purge(await orderTags(db, refund.orderId))
}
