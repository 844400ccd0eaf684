import { and, asc, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { refundLines, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { invoices } from '@rose-ash/shared/db/models/cart-invoices'
import { orderOf } from '../ledger/read-order.ts'
import { readSale } from '../orders/sale.ts'
import { share } from '../pricing/share.ts'
import { taxIn } from '../pricing/tax.ts'
import { InvoiceContent, type InvoiceLine } from './content.ts'
import { taxesOf } from './issue-invoice.ts'
import { takeNumber } from './next-number.ts'
import { type InvoicingShop, partiesOf, readInvoiced } from './read-invoiced.ts'

type Refund = typeof refunds.$inferSelect

/**
 * Writes the credit note of a refund, in the caller's transaction, which has locked the order; asked again,
 * it answers the same one.
 *
 * @returns its id; null when the order has no invoice to correct, or too much was paid: then only money
 * that is not ours goes back, and what was sold stays sold.
 */
export async function issueCreditNote(
  tx: Db,
  shop: InvoicingShop,
  refundId: string,
): Promise<string | null> {
  const [refund] = await tx.select().from(refunds).where(eq(refunds.id, refundId))
  if (!refund) throw new Error(`refund ${refundId} has gone`)
  const { orderId } = refund
  if (refund.reason === 'late' || refund.reason === 'double') return null
  const invoice = await invoiceOf(tx, orderId)
  if (!invoice) return null
  const [known] = await tx
    .select({ id: invoices.id })
    .from(invoices)
    .where(eq(invoices.refundId, refundId))
  if (known) return known.id
  const original = InvoiceContent.parse(invoice.content)
  const lines = await linesOf(tx, refund, original)
  const fees = restOf(refund, { lines, original })
  const paid = { how: hows[refund.method], amountMinor: refund.amountMinor, at: null }
  const sale = await readSale(tx, await orderOf(tx, orderId))
  const parties = partiesOf(shop, await readInvoiced(tx, shop, sale))
  // Last: every order of the merchant waits for the one that has the number.
  const { merchantId } = invoice
  const { year, issuedAt, ...number } = await takeNumber(tx, { merchantId, ...shop.config })
  const content = InvoiceContent.parse({
    kind: 'credit_note',
    number: number.text,
    issuedAt: issuedAt.toISOString(),
    ...parties,
    lines,
    fees,
    itemsMinor: sumOf(lines),
    discountMinor: 0,
    feesMinor: sumOf(fees),
    totalMinor: refund.amountMinor,
    taxes: taxesOf([...lines, ...fees]),
    paid: [paid],
    dueMinor: 0,
    due: null,
    corrects: {
      number: original.number,
      issuedAt: original.issuedAt,
      why: refund.message || whys[refund.reason],
    },
  } satisfies InvoiceContent)
  const values = { merchantId, year, number: number.number, orderId, refundId, content, issuedAt }
  const [made] = await tx
    .insert(invoices)
    .values({ ...values, kind: 'credit_note' })
    .returning({ id: invoices.id })
  if (!made) throw new Error('an insert answers its row')
  return made.id
}

const hows = { provider: 'card', credit: 'credit', cash: 'cash' } as const

const whys: Record<Refund['reason'], string> = {
  late: 'The payment came too late.',
  double: 'It was paid twice.',
  cancelled: 'The order was cancelled.',
  returned: 'Something came back.',
  packed: 'It weighed less than ordered.',
  goodwill: 'To make up for it.',
}

async function invoiceOf(tx: Db, orderId: string) {
  const [invoice] = await tx
    .select()
    .from(invoices)
    .where(and(eq(invoices.orderId, orderId), eq(invoices.kind, 'invoice')))
  return invoice
}

/** What of which thing goes back, with the tax that is in it. */
async function linesOf(tx: Db, refund: Refund, original: InvoiceContent): Promise<InvoiceLine[]> {
  const rows = await tx
    .select({ line: orderLines, quantity: refundLines.quantity, back: refundLines.amountMinor })
    .from(refundLines)
    .innerJoin(orderLines, eq(orderLines.id, refundLines.lineId))
    .where(eq(refundLines.refundId, refund.id))
    .orderBy(asc(orderLines.id))
  return rows
    .filter(({ back }) => back > 0)
    .map(({ line, quantity, back }) => ({
      title: line.title,
      detail: line.detail,
      seller: original.lines.find(({ title }) => title === line.title)?.seller ?? '',
      quantity,
      unitMinor: line.unitMinor,
      discountMinor: 0,
      totalMinor: back,
      rateBasisPoints: line.taxRateBasisPoints,
      taxMinor: taxIn(back, line.taxRateBasisPoints),
    }))
}

interface Back {
  lines: InvoiceLine[]
  original: InvoiceContent
}

/**
 * What goes back for no single thing. When it is within the fees, it is those; else it is shared over
 * all rates of the invoice, so that its tax goes back in proportion.
 */
function restOf(refund: Refund, { lines, original }: Back): InvoiceContent['fees'] {
  const rest = refund.amountMinor - sumOf(lines)
  if (rest <= 0) return []
  const isFees = rest <= original.feesMinor
  const parts = isFees
    ? original.fees.map((fee) => ({ ...fee, weight: fee.totalMinor }))
    : original.taxes.map(({ rateBasisPoints, grossMinor }) => ({
        rateBasisPoints,
        title: 'Part of the price',
        weight: grossMinor,
      }))
  const amounts = share(
    rest,
    parts.map(({ weight }) => weight),
  )
  return parts
    .map(({ title, rateBasisPoints }, place) => ({
      title,
      rateBasisPoints,
      totalMinor: amounts[place] ?? 0,
      taxMinor: taxIn(amounts[place] ?? 0, rateBasisPoints),
    }))
    .filter(({ totalMinor }) => totalMinor > 0)
}

const sumOf = (parts: { totalMinor: number }[]): number =>
  parts.reduce((sum, { totalMinor }) => sum + totalMinor, 0)
