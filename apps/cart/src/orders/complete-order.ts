import { asc, eq } from 'drizzle-orm'
import type { ActivityDraft } from '@rose-ash/shared/contracts/federation'
import { letsIn } from '@rose-ash/shared/contracts/events'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { packings } from '@rose-ash/shared/db/models/cart-terms'
import { SoldOut } from '@rose-ash/shared/services/holds'
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
 * Makes an order paid: its tickets and bookings are made, the sale and what was paid for it are in the
 * ledger, the activity that sends the receipt is written, the invoice has its number, and its goods are
 * the buyer's, all in the caller's transaction. False when the goods are gone: then nothing has changed.
 *
 * First what nobody waits for, then the merchant's next number, then the goods: everybody who wants them
 * waits until all is committed.
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
  try {
    await tx.transaction(async (inner) => {
      await changeState(inner, order, { to: 'paid', reason, personId })
      await letIn(inner, shop, sale)
      await postEntries(inner, entries)
      if (sale.lines.some(isPacked)) await enterPackings(inner, order)
      await shop.services.federation.publish(inner, paidActivity(order))
      await issueInvoice(inner, shop, { ...invoiced, order: { ...order, state: 'paid' } })
      await secureGoods(inner, sale)
    })
    return true
  } catch (error) {
    if (error instanceof SoldOut) return false
    throw error
  }
}

const isPacked = ({ packedAmount }: Sale['lines'][number]): boolean => packedAmount !== null

const paidActivity = ({ id }: Order): ActivityDraft => ({
  app: 'cart',
  type: 'Accept',
  object: { type: 'Order', path: `/orders/${id}`, orderStatus: 'schema:OrderProcessing' },
})

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
