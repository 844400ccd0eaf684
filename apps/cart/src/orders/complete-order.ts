import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { issueInvoice } from '../invoices/issue-invoice.ts'
import { enterSale } from '../ledger/enter-sale.ts'
import type { Shop } from '../shop.ts'
import { changeState, type Order } from './change-state.ts'

/**
 * Makes an order paid: its tickets are issued, the sale is in the ledger, the invoice has its number,
 * and the activity that sends the receipt is written, all in the caller's transaction. The goods are
 * the order's already, and what was paid is in the ledger.
 */
export async function completeOrder(
  tx: Db,
  shop: Shop,
  order: Order,
  reason: string,
): Promise<void> {
  const { services } = shop
  await changeState(tx, order, { to: 'paid', reason })
  const lines = await tx.select().from(orderLines).where(eq(orderLines.orderId, order.id))
  await services.events.issueTickets(
    tx,
    lines
      .filter(({ kind }) => kind === 'ticket')
      .map(({ id, itemId, quantity }) => ({
        orderLineId: id,
        ticketTypeId: itemId,
        holderId: order.personId,
        quantity,
      })),
  )
  await enterSale(tx, order.id)
  await services.federation.publish(tx, {
    app: 'cart',
    type: 'Accept',
    object: { type: 'Order', path: `/orders/${order.id}`, orderStatus: 'schema:OrderProcessing' },
  })
  // Last: every order of the merchant waits for the one that has the number.
  await issueInvoice(tx, shop, order.id)
}
