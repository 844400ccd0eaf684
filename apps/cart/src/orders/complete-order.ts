import { eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import type { Services } from '@rose-ash/shared/services/registry'
import { changeState, type Order } from './change-state.ts'

/**
 * Makes an order paid: its tickets are issued and the activity that sends the receipt is written, in
 * the caller's transaction. The goods are the order's already.
 */
export async function completeOrder(
  tx: Db,
  services: Services,
  order: Order,
  reason: string,
): Promise<void> {
  await changeState(tx, order, 'paid', reason)
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
  await services.federation.publish(tx, {
    app: 'cart',
    type: 'Accept',
    object: { type: 'Order', path: `/orders/${order.id}`, orderStatus: 'schema:OrderProcessing' },
  })
}
