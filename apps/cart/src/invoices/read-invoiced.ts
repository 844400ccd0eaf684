import { and, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { invoices } from '@rose-ash/shared/db/models/cart-invoices'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import type { PostalAddress } from '@rose-ash/shared/db/models/cart-terms'
import type { Sale } from '../orders/sale.ts'
import type { Shop } from '../shop.ts'
import type { InvoiceContent } from './content.ts'

/** What invoices need of the shop. */
export type InvoicingShop = Pick<Shop, 'services' | 'config'>

/** A sale with all that its papers say of it. */
export interface Invoiced extends Sale {
  merchant: typeof merchants.$inferSelect
  /** Null before it has one. */
  invoiceId: string | null
  pages: Awaited<ReturnType<InvoicingShop['services']['blog']['pagesById']>>
}

export async function readInvoiced(
  tx: Db,
  { services }: InvoicingShop,
  sale: Sale,
): Promise<Invoiced> {
  const { id: orderId, merchantId } = sale.order
  const [found] = await tx
    .select({ merchant: merchants, invoiceId: invoices.id })
    .from(merchants)
    .leftJoin(invoices, and(eq(invoices.orderId, orderId), eq(invoices.kind, 'invoice')))
    .where(eq(merchants.id, merchantId))
  if (!found) throw new Error(`merchant ${merchantId} has gone`)
  const pageIds = new Set(sale.lines.map(({ pageId }) => pageId))
  return { ...sale, ...found, pages: await services.blog.pagesById(tx, [...pageIds]) }
}

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
