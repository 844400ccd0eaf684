import { and, asc, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { handovers } from '@rose-ash/shared/db/models/cart-terms'
import { Forbidden, NotFound } from '@rose-ash/shared/errors'
import { lockOrder, type Order, soldStates } from '../orders/change-state.ts'
import type { Shop } from '../shop.ts'
import { NotToHandOver, NotWeighedYet } from './errors.ts'

/** What of an order one page hands over, and who sees to it. */
export interface Handing {
  orderId: string
  pageId: string
  personId: string
}

export type Handover = typeof handovers.$inferSelect

/** @throws {Forbidden} unless they run all these pages, or are an administrator. */
export async function checkRuns(
  db: Db,
  { services }: Pick<Shop, 'services'>,
  { personId, pageIds }: { personId: string; pageIds: string[] },
): Promise<void> {
  if (await services.account.hasRole(db, personId, 'admin')) return
  for (const pageId of new Set(pageIds)) {
    if (await services.blog.managesPage(db, pageId, personId)) continue
    throw new Forbidden('Something of this order is sold by a page that somebody else runs.')
  }
}

/**
 * A page's part of an order, with the order locked until the transaction ends.
 *
 * @throws {Forbidden} unless they run the page. @throws {NotFound} when it has no goods in the order.
 * @throws {NotToHandOver} when the goods are not the buyer's.
 */
export async function openHandover(
  tx: Db,
  shop: Shop,
  { orderId, pageId, personId }: Handing,
): Promise<{ order: Order; handover: Handover }> {
  await checkRuns(tx, shop, { personId, pageIds: [pageId] })
  const here = and(eq(handovers.orderId, orderId), eq(handovers.pageId, pageId))
  if ((await tx.$count(handovers, here)) === 0) throw new NotFound('hand-over')
  const order = await lockOrder(tx, orderId)
  const [handover] = await tx.select().from(handovers).where(here)
  if (!handover || !(isSold(order) || waitsForPickup(order))) throw new NotToHandOver()
  return { order, handover }
}

/** Whether the goods of an order are its buyer's. */
export const isSold = ({ state }: Pick<Order, 'state'>): boolean =>
  soldStates.some((one) => one === state)

/** Whether the goods are kept for a buyer who pays at the pick-up. */
export const waitsForPickup = ({ state, terms }: Pick<Order, 'state' | 'terms'>): boolean =>
  state === 'awaiting_payment' && terms === 'on_pickup'

/** @throws {NotWeighedYet} while something of the page that is sold by weight has none. */
export async function checkWeighed(tx: Db, { orderId, pageId }: Handing): Promise<void> {
  const [line] = await tx
    .select({ title: orderLines.title })
    .from(orderLines)
    .where(
      and(
        eq(orderLines.orderId, orderId),
        eq(orderLines.pageId, pageId),
        eq(orderLines.weighed, true),
        sql`${orderLines.packedAmount} is null`,
        sql`${orderLines.returnedQuantity} < ${orderLines.quantity}`,
      ),
    )
    .orderBy(asc(orderLines.id))
    .limit(1)
  if (line) throw new NotWeighedYet(line.title)
}
