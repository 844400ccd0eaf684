import type { Db } from '@rose-ash/shared/db'
import { lockOrder } from '../../orders/change-state.ts'
import { readSale } from '../../orders/sale.ts'
import { issueInvoice } from '../issue-invoice.ts'
import { type InvoicingShop, readInvoiced } from '../read-invoiced.ts'

/** Issues the invoice of an order, as the transaction does in which it is paid. */
export async function issueFor(
  tx: Db,
  shop: InvoicingShop,
  orderId: string,
): Promise<string | null> {
  const sale = await readSale(tx, await lockOrder(tx, orderId))
  return issueInvoice(tx, shop, await readInvoiced(tx, shop, sale))
}
