import type { Db } from '@rose-ash/shared/db'
import { invoices } from '@rose-ash/shared/db/models/cart-invoices'
import { taxIn } from '../pricing/tax.ts'
import { taxesByRate } from '../pricing/price-order.ts'
import { InvoiceContent, type InvoiceLine } from './content.ts'
import { type InvoiceNumber, takeNumber } from './next-number.ts'
import { type Invoiced, type InvoicingShop, partiesOf } from './read-invoiced.ts'
import { lineTotal } from '../pricing/line-total.ts'

/**
 * Writes an order's invoice with its merchant's next number of the year, in the caller's transaction,
 * which should end soon: the merchant's other orders wait for their numbers. The caller has locked the
 * order before it was read; asked again, it answers the same one. What is paid must stand in `payments`
 * by now.
 *
 * @returns its id; null for what is free or was not sold.
 */
export async function issueInvoice(
  tx: Db,
  shop: InvoicingShop,
  invoiced: Invoiced,
): Promise<string | null> {
  const { id: orderId, totalMinor, state, merchantId } = invoiced.order
  if (totalMinor === 0 || unsold.some((one) => one === state)) return null
  if (invoiced.invoiceId) return invoiced.invoiceId
  const number = await takeNumber(tx, { merchantId, ...shop.config })
  const { year, issuedAt } = number
  const content = InvoiceContent.parse(contentOf(shop, invoiced, number))
  const [made] = await tx
    .insert(invoices)
    .values({
      merchantId,
      year,
      number: number.number,
      kind: 'invoice',
      orderId,
      content,
      issuedAt,
    })
    .returning({ id: invoices.id })
  if (!made) throw new Error('an insert answers its row')
  return made.id
}

const unsold = ['draft', 'cancelled', 'expired', 'paid_late']

function contentOf(shop: InvoicingShop, invoiced: Invoiced, number: InvoiceNumber): InvoiceContent {
  const { order, lines, handovers, pages } = invoiced
  if (order.kind === 'credit') return creditContent(shop, invoiced, number)
  const sellers = new Set(lines.map(({ pageId }) => pageId))
  const seller = (pageId: string) => (sellers.size > 1 ? (pages.get(pageId)?.title ?? '') : '')
  const shown = lines.map((line): InvoiceLine => {
    const { title, quantity, unitMinor, discountMinor, adjustedMinor } = line
    const totalMinor = lineTotal(line) + adjustedMinor
    return {
      title,
      detail: detailOf(line),
      seller: seller(line.pageId),
      quantity,
      unitMinor,
      discountMinor,
      totalMinor,
      rateBasisPoints: line.taxRateBasisPoints,
      taxMinor: adjustedMinor === 0 ? line.taxMinor : taxIn(totalMinor, line.taxRateBasisPoints),
    }
  })
  const fees = handovers
    .filter(({ feeMinor }) => feeMinor > 0)
    .map(({ kind, title, feeMinor, taxRateBasisPoints, taxMinor }) => ({
      title: title || (kind === 'delivery' ? 'Delivery' : 'Pick-up'),
      totalMinor: feeMinor,
      rateBasisPoints: taxRateBasisPoints,
      taxMinor,
    }))
  // Weighed before it was paid, it was sold at what it weighed.
  const { adjustedMinor, discountMinor, feesMinor } = order
  const itemsMinor = order.itemsMinor + adjustedMinor
  const totalMinor = order.totalMinor + adjustedMinor
  return {
    kind: 'invoice',
    number: number.text,
    issuedAt: number.issuedAt.toISOString(),
    ...partiesOf(shop, invoiced),
    lines: shown,
    fees,
    itemsMinor,
    discountMinor,
    feesMinor,
    totalMinor,
    taxes: taxesOf([...shown, ...fees]),
    ...paidOf(invoiced),
    corrects: null,
  }
}

/** Credit is a voucher for many purposes: tax is on what is bought with it. */
function creditContent(
  shop: InvoicingShop,
  invoiced: Invoiced,
  number: InvoiceNumber,
): InvoiceContent {
  const { totalMinor } = invoiced.order
  const line: InvoiceLine = {
    title: 'Credit',
    detail: 'for later orders; tax is on what is bought with it',
    seller: '',
    quantity: 1,
    unitMinor: totalMinor,
    discountMinor: 0,
    totalMinor,
    rateBasisPoints: 0,
    taxMinor: 0,
  }
  return {
    kind: 'invoice',
    number: number.text,
    issuedAt: number.issuedAt.toISOString(),
    ...partiesOf(shop, invoiced),
    lines: [line],
    fees: [],
    itemsMinor: totalMinor,
    discountMinor: 0,
    feesMinor: 0,
    totalMinor,
    taxes: taxesOf([line]),
    ...paidOf(invoiced),
    corrects: null,
  }
}

const detailOf = ({ detail, packedAmount, measureUnit }: Invoiced['lines'][number]): string =>
  packedAmount === null ? detail : `${detail} ${packedAmount} ${measureUnit ?? ''}`.trim()

/** The taxes of an invoice's parts, by rate. */
export function taxesOf(
  parts: { rateBasisPoints: number; totalMinor: number; taxMinor: number }[],
): InvoiceContent['taxes'] {
  return taxesByRate(
    parts.map(({ rateBasisPoints, ...part }) => ({ ...part, taxRateBasisPoints: rateBasisPoints })),
  )
}

function paidOf({ order, payments }: Invoiced): Pick<InvoiceContent, 'paid' | 'dueMinor' | 'due'> {
  const credit = { how: 'credit' as const, amountMinor: order.creditMinor, at: null }
  const paid = [
    ...(credit.amountMinor > 0 ? [credit] : []),
    ...payments.map(({ method, amountMinor, paidAt }) => ({
      how: method === 'cash' ? ('cash' as const) : ('card' as const),
      amountMinor,
      at: paidAt?.toISOString() ?? null,
    })),
  ]
  const sum = paid.reduce((total, { amountMinor }) => total + amountMinor, 0)
  const dueMinor = Math.max(0, order.totalMinor + order.adjustedMinor - sum)
  const due = order.terms === 'free' ? 'online' : order.terms
  return { paid, dueMinor, due: dueMinor > 0 ? due : null }
}
