import { and, asc, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { handovers, type PostalAddress } from '@rose-ash/shared/db/models/cart-terms'
import type { Shop } from '../shop.ts'
import type { InvoiceContent } from './content.ts'

/** What invoices need of the shop. */
export type InvoicingShop = Pick<Shop, 'services' | 'config'>

/** An order with all that its papers say of it. */
export async function readInvoiced(tx: Db, { services }: InvoicingShop, orderId: string) {
  const [found] = await tx
    .select({ order: orders, merchant: merchants })
    .from(orders)
    .innerJoin(merchants, eq(merchants.id, orders.merchantId))
    .where(eq(orders.id, orderId))
  if (!found) throw new Error(`order ${orderId} has gone`)
  const lines = await tx
    .select()
    .from(orderLines)
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.id))
  const handedOver = await tx
    .select()
    .from(handovers)
    .where(eq(handovers.orderId, orderId))
    .orderBy(asc(handovers.id))
  const paid = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.orderId, orderId), eq(payments.state, 'paid')))
    .orderBy(asc(payments.attempt))
  const pages = await services.blog.pagesById(tx, [...new Set(lines.map(({ pageId }) => pageId))])
  return { ...found, lines, handovers: handedOver, payments: paid, pages }
}

export type Invoiced = Awaited<ReturnType<typeof readInvoiced>>

/** Seller, buyer and how things are written: the same on every paper of an order. */
export function partiesOf(
  { config }: InvoicingShop,
  { order, merchant, handovers: ways }: Invoiced,
): Pick<InvoiceContent, 'seller' | 'buyer' | 'order' | 'currency' | 'locale' | 'zone'> {
  const { cooperative } = config
  const isOurs = merchant.pageId === null
  return {
    currency: order.currency,
    locale: config.locale,
    zone: config.timeZone,
    seller: {
      name: merchant.name ?? cooperative.name,
      address: merchant.address.length > 0 || !isOurs ? merchant.address : cooperative.address,
      taxNumber: merchant.taxNumber,
      email: cooperative.email,
    },
    buyer: {
      name: order.name,
      email: order.email,
      address: addressOf(ways.find(({ address }) => address)?.address),
    },
    order: {
      number: order.number,
      placedAt: (order.placedAt ?? order.createdAt).toISOString(),
    },
  }
}

const addressOf = (address: PostalAddress | null | undefined): string[] =>
  address
    ? [address.street, `${address.postcode} ${address.city}`.trim()].filter((line) => line !== '')
    : []
