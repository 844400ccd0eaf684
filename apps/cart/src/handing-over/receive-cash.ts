import { randomBytes } from 'node:crypto'
import { desc, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { NotFound } from '@rose-ash/shared/errors'
import { money } from '@rose-ash/shared/money'
import { enterPayment } from '../ledger/enter-payment.ts'
import { lockOrder, type Order } from '../orders/change-state.ts'
import { completeOrder } from '../orders/complete-order.ts'
import { openAmount } from '../orders/open-amount.ts'
import type { Shop } from '../shop.ts'
import { amountText } from '../pricing/amount-text.ts'
import { NothingOwed, OwesAnother } from './errors.ts'
import { checkRuns, isSold, waitsForPickup } from './open-handover.ts'

export interface CashReceived {
  orderId: string
  /** Comes with the form: sent twice, the money came once. */
  requestKey: string
  /** What the form showed, in minor units; undefined takes whatever is open. */
  amountMinor?: number | undefined
  personId: string
}

/**
 * Writes down that what is open of an order was paid over the counter. One that waited for that is paid
 * with it; of one that was paid before, it is what packing made it dearer by.
 *
 * @returns what came, in minor units: 0 when this form was sent before.
 * @throws {NothingOwed} @throws {OwesAnother} when it is not what the form showed.
 * @throws {Forbidden} unless they run all pages of the order: the money is for all of them.
 */
export async function receiveCash(db: Db, shop: Shop, received: CashReceived): Promise<number> {
  const { orderId, requestKey, personId } = received
  return db.transaction(async (tx) => {
    await checkRuns(tx, shop, { personId, pageIds: await pagesOf(tx, orderId) })
    const order = await lockOrder(tx, orderId)
    const reference = `cash-${requestKey}`
    if ((await tx.$count(payments, eq(payments.reference, reference))) > 0) return 0
    const mayPay = isSold(order) || waitsForPickup(order)
    const amountMinor = mayPay ? await openAmount(tx, order) : 0
    if (amountMinor <= 0) throw new NothingOwed()
    if (received.amountMinor !== undefined && received.amountMinor !== amountMinor) {
      throw new OwesAnother(amountText(money(amountMinor, order.currency), shop.config.locale))
    }
    await enterPayment(tx, await insertCash(tx, order, { reference, amountMinor }))
    if (waitsForPickup(order)) await hand(tx, shop, order, personId)
    return amountMinor
  })
}

/** What is paid at the pick-up was taken when it was ordered. */
async function hand(tx: Db, shop: Shop, order: Order, personId: string): Promise<void> {
  const isTheirs = await completeOrder(tx, shop, order, 'paid at the pick-up', personId)
  if (!isTheirs) throw new Error(`the goods of order ${order.id} are gone`)
}

async function pagesOf(tx: Db, orderId: string): Promise<string[]> {
  const lines = await tx
    .select({ pageId: orderLines.pageId })
    .from(orderLines)
    .where(eq(orderLines.orderId, orderId))
  const isThere = lines.length > 0 || (await tx.$count(orders, eq(orders.id, orderId))) > 0
  if (!isThere) throw new NotFound('order')
  return lines.map(({ pageId }) => pageId)
}

async function insertCash(
  tx: Db,
  { id: orderId, merchantId, currency }: Order,
  { reference, amountMinor }: { reference: string; amountMinor: number },
): Promise<string> {
  const [last] = await tx
    .select({ attempt: payments.attempt })
    .from(payments)
    .where(eq(payments.orderId, orderId))
    .orderBy(desc(payments.attempt))
    .limit(1)
  const now = new Date()
  const [payment] = await tx
    .insert(payments)
    .values({
      orderId,
      attempt: (last?.attempt ?? 0) + 1,
      merchantId,
      method: 'cash',
      reference,
      // Nobody calls back about cash; the column wants what nobody can guess.
      webhookKey: randomBytes(24).toString('base64url'),
      merchantCode: '',
      amountMinor,
      currency,
      state: 'paid',
      validUntil: now,
      paidAt: now,
    })
    .returning({ id: payments.id })
  if (!payment) throw new Error('an insert answers its row')
  return payment.id
}
