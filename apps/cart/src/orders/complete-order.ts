import { asc, eq } from 'drizzle-orm'
import { letsIn } from '@rose-ash/shared/contracts/events'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { packings } from '@rose-ash/shared/db/models/cart-terms'
import { issueInvoice } from '../invoices/issue-invoice.ts'
import { enterAdjustment } from '../ledger/enter-adjustment.ts'
import { enterSale } from '../ledger/enter-sale.ts'
import type { Shop } from '../shop.ts'
import { changeState, type Order } from './change-state.ts'

/**
 * Makes an order paid: its tickets and bookings are made, the sale is in the ledger, the invoice has its number,
 * and the activity that sends the receipt is written, all in the caller's transaction. The goods are
 * the order's already, and what was paid is in the ledger.
 */
export async function completeOrder(
  tx: Db,
  shop: Shop,
  order: Order,
  reason: string,
  personId?: string,
): Promise<void> {
  const { services } = shop
  const { personId: holderId, email, name } = order
  await changeState(tx, order, { to: 'paid', reason, personId })
  const lines = await tx.select().from(orderLines).where(eq(orderLines.orderId, order.id))
  await services.events.issueTickets(
    tx,
    lines.flatMap(({ id: orderLineId, kind, itemId, quantity }) =>
      letsIn(kind) ? [{ orderLineId, kind, itemId, holderId, email, name, quantity }] : [],
    ),
  )
  await enterSale(tx, order.id)
  await enterPackings(tx, order)
  await services.federation.publish(tx, {
    app: 'cart',
    type: 'Accept',
    object: { type: 'Order', path: `/orders/${order.id}`, orderStatus: 'schema:OrderProcessing' },
  })
  // Last: every order of the merchant waits for the one that has the number.
  await issueInvoice(tx, shop, order.id)
}

/** What was weighed before it was paid, as an order to be paid at the pick-up can be. */
async function enterPackings(tx: Db, order: Order): Promise<void> {
  const weighed = await tx
    .select({ id: packings.id, lineId: packings.lineId })
    .from(packings)
    .innerJoin(orderLines, eq(orderLines.id, packings.lineId))
    .where(eq(orderLines.orderId, order.id))
    .orderBy(asc(packings.id))
  for (const { id: packingId, lineId } of weighed)
    await enterAdjustment(tx, { orderId: order.id, lineId, packingId })
}
