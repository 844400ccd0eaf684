import { asc, eq } from 'drizzle-orm'
import { letsIn } from '@rose-ash/shared/contracts/events'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { packings } from '@rose-ash/shared/db/models/cart-terms'
import { issueInvoice } from '../invoices/issue-invoice.ts'
import { enterAdjustment } from '../ledger/enter-adjustment.ts'
import { readInvoiced } from '../invoices/read-invoiced.ts'
import { saleEntries } from '../ledger/enter-sale.ts'
import { postEntries } from '../ledger/post-entry.ts'
import type { Shop } from '../shop.ts'
import { changeState, type Order } from './change-state.ts'
import { readSale, type Sale } from './sale.ts'
import { secureGoods } from './secure-goods.ts'

/**
 * Makes an order paid: its goods are the buyer's, its tickets and bookings are made, the sale and what was
 * paid for it are in the ledger, the invoice has its number, and the activity that sends the receipt is
 * written, all in the caller's transaction. False when its goods are gone: then nothing has changed.
 *
 * All that it reads it reads first: once its goods are taken everybody else who wants them waits.
 */
export async function completeOrder(
  tx: Db,
  shop: Shop,
  order: Order,
  reason: string,
  personId?: string,
): Promise<boolean> {
  const sale = await readSale(tx, order)
  const entries = await saleEntries(tx, sale)
  const invoiced = await readInvoiced(tx, shop, sale)
  if (!(await secureGoods(tx, order.id))) return false
  await changeState(tx, order, { to: 'paid', reason, personId })
  await letIn(tx, shop, sale)
  await postEntries(tx, entries)
  if (sale.lines.some(({ packedAmount }) => packedAmount !== null)) await enterPackings(tx, order)
  await shop.services.federation.publish(tx, {
    app: 'cart',
    type: 'Accept',
    object: { type: 'Order', path: `/orders/${order.id}`, orderStatus: 'schema:OrderProcessing' },
  })
  // Last: every order of the merchant waits for the one that has the number.
  await issueInvoice(tx, shop, { ...invoiced, order: { ...order, state: 'paid' } })
  return true
}

async function letIn(tx: Db, { services }: Shop, { order, lines }: Sale): Promise<void> {
  const { personId: holderId, email, name } = order
  const places = lines.flatMap(({ id: orderLineId, kind, itemId, quantity }) =>
    letsIn(kind) ? [{ orderLineId, kind, itemId, holderId, email, name, quantity }] : [],
  )
  if (places.length > 0) await services.events.issueTickets(tx, places)
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
