import type { purchaseLines, purchaseOrders } from '@rose-ash/shared/db/models/market-purchases'
import { money, toMajor } from '@rose-ash/shared/money'
import { escapeHtml } from '@rose-ash/shared/views'
import { csvLine } from '@rose-ash/shared/csv'

interface Purchase {
  purchase: typeof purchaseOrders.$inferSelect
  lines: (typeof purchaseLines.$inferSelect)[]
  supplier: { title: string }
  cooperative: string
}

/** A purchase as a supplier gets it: to be read, and as a list to be taken into their system. */
export function purchaseMail({ purchase, lines, supplier, cooperative }: Purchase) {
  const wanted = lines.filter(({ cases }) => cases > 0)
  const rows = wanted.map(
    ({ cases, caseSize, externalId, title }) =>
      `${cases} x ${title} (${externalId}, ${caseSize} in a case)`,
  )
  const text = [
    `Dear ${supplier.title},`,
    `please send us, as our order ${purchase.number}:`,
    rows.join('\n'),
    ...(purchase.note === '' ? [] : [purchase.note]),
    `Thank you,\n${cooperative}`,
  ].join('\n\n')
  return {
    subject: `${cooperative}: order ${purchase.number}`,
    text,
    html: `<pre style="font-family: inherit; white-space: pre-wrap">${escapeHtml(text)}</pre>`,
    attachments: [
      {
        filename: `order-${purchase.number}.csv`,
        contentType: 'text/csv; charset=utf-8',
        content: csvOf(purchase.currency, wanted),
      },
    ],
  }
}

function csvOf(currency: string, lines: Purchase['lines']): string {
  const head = ['number', 'title', 'cases', 'units_in_a_case', 'price_of_a_case', 'currency']
  const rows = lines.map(({ externalId, title, cases, caseSize, casePriceMinor }) => [
    externalId,
    title,
    String(cases),
    String(caseSize),
    String(toMajor(money(casePriceMinor, currency))),
    currency,
  ])
  return [head, ...rows].map(csvLine).join('')
}
