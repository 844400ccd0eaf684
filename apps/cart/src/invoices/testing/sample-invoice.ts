import { taxIn } from '../../pricing/tax.ts'
import type { InvoiceContent, InvoiceLine } from '../content.ts'
import { taxesOf } from '../issue-invoice.ts'

const line = (values: Partial<InvoiceLine>): InvoiceLine => {
  const one = {
    title: 'Country sourdough',
    detail: 'Large, 1.6 kg',
    seller: 'Hearth & Rye',
    quantity: 2,
    unitMinor: 880,
    discountMinor: 0,
    rateBasisPoints: 0,
    ...values,
  }
  const totalMinor = one.unitMinor * one.quantity - one.discountMinor
  return { ...one, totalMinor, taxMinor: taxIn(totalMinor, one.rateBasisPoints) }
}

/** An invoice with so many further lines. */
export function sampleInvoice(more = 0, values: Partial<InvoiceContent> = {}): InvoiceContent {
  const lines = [
    line({}),
    line({
      title: 'A mug with a handle, thrown and glazed by Agnès Szőke-Łukaszewicz of Kiln Lane',
      detail: '',
      seller: 'Kiln Lane',
      quantity: 1,
      unitMinor: 2400,
      discountMinor: 240,
      rateBasisPoints: 2000,
    }),
    ...Array.from({ length: more }, (_one, place) =>
      line({
        title: `Thing number ${place + 1}`,
        quantity: 1,
        unitMinor: 100,
        rateBasisPoints: 500,
      }),
    ),
  ]
  const fee = { title: 'By bicycle', totalMinor: 300, rateBasisPoints: 2000, taxMinor: 50 }
  const sum = (amounts: number[]) => amounts.reduce((total, one) => total + one, 0)
  const itemsMinor = sum(lines.map(({ unitMinor, quantity }) => unitMinor * quantity))
  const totalMinor = itemsMinor - 240 + 300
  return {
    kind: 'invoice',
    number: '2026-0042',
    issuedAt: '2026-11-22T15:43:00.000Z',
    currency: 'GBP',
    locale: 'en-GB',
    zone: 'Europe/London',
    seller: {
      name: 'Rose Ash',
      address: ['The Old Tannery', '3 Mill Lane', 'Wendle WN4 2QA'],
      taxNumber: 'GB 123 4567 89',
      email: 'hello@rose-ash.example',
    },
    buyer: {
      name: 'Ólafur Þórðarson-Αθανασίου Шевченко',
      email: 'olafur@rose-ash.example',
      address: ['12 Long Row', 'WN4 3AB Wendle'],
    },
    order: { number: 1042, placedAt: '2026-11-22T15:40:00.000Z' },
    lines,
    fees: [fee],
    itemsMinor,
    discountMinor: 240,
    feesMinor: 300,
    totalMinor,
    taxes: taxesOf([...lines, fee]),
    paid: [
      { how: 'credit', amountMinor: 500, at: null },
      { how: 'card', amountMinor: totalMinor - 500, at: '2026-11-22T15:43:00.000Z' },
    ],
    dueMinor: 0,
    due: null,
    corrects: null,
    ...values,
  }
}
