import { and, eq, gt, isNull, notInArray, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { refunds } from '@rose-ash/shared/db/models/cart-payments'
import { handovers } from '@rose-ash/shared/db/models/cart-terms'
import { moneyOnly } from '../ledger/read-order.ts'
import { changeState, type Order } from '../orders/change-state.ts'
import type { Shop } from '../shop.ts'
import { NotPaidYet, TooLateToTakeBack } from './errors.ts'
import { checkWeighed, type Handing, isSold, openHandover } from './open-handover.ts'

/**
 * Writes down that a page's goods of an order are with the buyer; the order is fulfilled when those of
 * all its pages are. Done twice, it is done once.
 *
 * @throws {NotPaidYet} when it is to be paid at the pick-up and nobody has.
 * @throws {NotWeighedYet} @throws {NotToHandOver} @throws {NotFound} @throws {Forbidden}
 */
export async function handOver(db: Db, shop: Shop, handing: Handing): Promise<void> {
  await db.transaction(async (tx) => {
    const { order, handover } = await openHandover(tx, shop, handing)
    if (handover.doneAt) return
    if (!isSold(order)) throw new NotPaidYet()
    await checkWeighed(tx, handing)
    await tx
      .update(handovers)
      .set({
        packedAt: sql`coalesce(${handovers.packedAt}, now())`,
        doneAt: sql`now()`,
        doneBy: handing.personId,
      })
      .where(and(eq(handovers.id, handover.id), isNull(handovers.doneAt)))
    if (order.state === 'fulfilled' || (await isSomethingLeft(tx, order.id))) return
    const { personId } = handing
    await changeState(tx, order, { to: 'fulfilled', reason: 'handed over', personId })
  })
}

/** A page whose goods all came back has nothing to hand over. */
async function isSomethingLeft(tx: Db, orderId: string): Promise<boolean> {
  const goods = sql`exists (select 1 from ${orderLines} line where line.order_id = ${orderId}
    and line.page_id = ${handovers.pageId} and line.kind = 'product'
    and line.returned_quantity < line.quantity)`
  const open = and(eq(handovers.orderId, orderId), isNull(handovers.doneAt), goods)
  return (await tx.$count(handovers, open)) > 0
}

/**
 * Takes back that a page's goods were handed over, for a day; the order stands as it did before.
 *
 * @throws {TooLateToTakeBack} @throws {NotToHandOver} @throws {NotFound} @throws {Forbidden}
 */
export async function takeBackHandOver(db: Db, shop: Shop, handing: Handing): Promise<void> {
  await db.transaction(async (tx) => {
    const { order, handover } = await openHandover(tx, shop, handing)
    if (!handover.doneAt) return
    const undone = await tx
      .update(handovers)
      .set({ doneAt: null, doneBy: null })
      .where(
        and(eq(handovers.id, handover.id), gt(handovers.doneAt, sql`now() - interval '24 hours'`)),
      )
    if (undone.rowCount === 0) throw new TooLateToTakeBack()
    if (order.state === 'fulfilled') await reopen(tx, order, handing.personId)
  })
}

async function reopen(tx: Db, order: Order, personId: string): Promise<void> {
  const goodsBack = and(eq(refunds.orderId, order.id), notInArray(refunds.reason, [...moneyOnly]))
  const to = (await tx.$count(refunds, goodsBack)) > 0 ? 'partly_refunded' : 'paid'
  await changeState(tx, order, { to, reason: 'not handed over after all', personId })
  await tx.update(orders).set({ fulfilledAt: null }).where(eq(orders.id, order.id))
}
