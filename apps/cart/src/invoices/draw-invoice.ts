import {
  ash,
  ink,
  Paper,
  quietStyle,
  rose,
  strongStyle,
  textStyle,
  titleStyle,
} from '../papers/paper/paper.ts'
import { leading, type Style } from '../papers/paper/pen.ts'
import { type Cell, drawTable } from '../papers/paper/table.ts'
import type { InvoiceContent, InvoiceLine } from './content.ts'
import { paymentWords, type Words, wordsFor } from './words.ts'

const titles = { invoice: 'Invoice', credit_note: 'Credit note' }

/** An invoice or credit note as a PDF (A4, tagged): the same content makes the same paper. */
export async function drawInvoice(content: InvoiceContent): Promise<Buffer> {
  const { seller, number, kind, locale } = content
  const title = `${titles[kind]} ${number}`
  const paper = new Paper({ title, language: locale, author: seller.name })
  const words = wordsFor(content)
  drawHead(paper, content)
  drawFacts(paper, content, { title, words })
  drawTable(
    paper,
    columnsFor(paper),
    content.lines.map((line) => cellsOf(line, words)),
  )
  drawTotals(paper, content, words)
  drawTaxes(paper, content, words)
  for (const told of paymentWords(content, words)) paper.say('P', told, textStyle)
  const foot = [seller.name, seller.taxNumber].filter((part) => part !== '').join(' · ')
  return paper.finish((page, pages) => ({
    left: `${title} · ${foot}`,
    right: `Page ${page} of ${pages}`,
  }))
}

/** The leaf of the wordmark, as the pages have it. */
const leaf = [
  [
    'M12 26Q9 20 2.5 20 4.5 26 12 26ZM12 26q3-6 9.5-6-2 6-9.5 6ZM12 19Q9 13 2.5 13 4.5 19 12 19ZM12 19q3-6 9.5-6-2 6-9.5 6Z',
    '#2f6b45',
  ],
  ['M12 12.5q-4.2-4.5 0-11.5 4.2 7 0 11.5Z', rose],
] as const

function drawHead(paper: Paper, { seller }: InvoiceContent): void {
  const { doc, pen, left, width, y } = paper
  paper.decorate(() => {
    doc
      .save()
      .translate(left - 2, y - 4)
      .scale(1.05)
    doc.path('M12 29V11').lineWidth(1.5).stroke('#2f6b45')
    for (const [path, colour] of leaf) doc.path(path).fill(colour)
    doc.restore()
  })
  const name: Style = { face: 'title', size: 15, colour: ink }
  let nameEnd = y
  paper.part('P', () => {
    nameEnd += pen.write(seller.name, name, { x: left + 32, y: y + 3, width: width / 2 - 32 })
  })
  const address = [
    ...seller.address,
    seller.email,
    seller.taxNumber && `Tax number ${seller.taxNumber}`,
  ]
  let down = y
  paper.part('P', () => {
    for (const line of address.filter((one) => one !== '')) {
      const place = { x: left + width / 2, y: down, width: width / 2, align: 'right' as const }
      down += pen.write(line, quietStyle, place)
    }
  })
  paper.y = Math.max(nameEnd, down, y + 32) + 36
}

function drawFacts(
  paper: Paper,
  content: InvoiceContent,
  { title, words }: { title: string; words: Words },
): void {
  const { buyer, order, issuedAt, corrects } = content
  paper.say('H1', title, titleStyle)
  paper.y += 14
  const { pen, left, width, y } = paper
  const facts = [
    ['Date', words.day(issuedAt)],
    ['Order', `${order.number}, placed on ${words.day(order.placedAt)}`],
    ...(corrects
      ? [
          ['Corrects', `Invoice ${corrects.number} of ${words.day(corrects.issuedAt)}`],
          ['Why', corrects.why],
        ]
      : []),
  ]
  let down = y
  for (const [name = '', value = ''] of facts) {
    paper.part('P', () => {
      pen.put(name, quietStyle, { x: left, y: down + 1, width: 60 })
      down += pen.write(value, textStyle, { x: left + 60, y: down, width: width / 2 - 76 }) + 2
    })
  }
  let right = y
  paper.part('P', () => {
    const place = { x: left + width / 2 + 8, width: width / 2 - 8 }
    pen.put('For', quietStyle, { ...place, y: right + 1 })
    const beside = { x: place.x + 32, width: place.width - 32 }
    for (const [row, line] of [buyer.name, ...buyer.address, buyer.email].entries()) {
      if (line !== '')
        right += pen.write(line, row === 0 ? strongStyle : textStyle, { ...beside, y: right })
    }
  })
  paper.y = Math.max(down, right) + 24
}

function columnsFor({ width }: Paper) {
  const [quantity, each, tax, total] = [44, 74, 48, 82]
  return [
    { title: 'What', width: width - quantity - each - tax - total },
    { title: 'How many', width: quantity, align: 'right' as const },
    { title: 'Each', width: each, align: 'right' as const },
    { title: 'Tax', width: tax, align: 'right' as const },
    { title: 'Together', width: total, align: 'right' as const },
  ]
}

function cellsOf(line: InvoiceLine, words: Words): Cell[] {
  const { title, detail, seller, quantity, unitMinor, discountMinor, totalMinor } = line
  const below = [
    [detail, seller].filter((part) => part !== '').join(' · '),
    discountMinor > 0 ? `Voucher: ${words.money(discountMinor)} off` : '',
  ].filter((part) => part !== '')
  return [
    { text: title, below },
    { text: quantity > 0 ? String(quantity) : '' },
    { text: quantity > 0 ? words.money(unitMinor) : '' },
    { text: words.rate(line.rateBasisPoints) },
    { text: words.money(totalMinor) },
  ]
}

/** What the lines come to, fees, and the total. */
function drawTotals(paper: Paper, content: InvoiceContent, words: Words): void {
  const { fees, itemsMinor, discountMinor, totalMinor, kind } = content
  const rows: [name: string, amount: string][] = [
    ...(fees.length > 0
      ? [['Things', words.money(itemsMinor - discountMinor)] as [string, string]]
      : []),
    ...fees.map(({ title, rateBasisPoints, totalMinor: fee }): [string, string] => [
      `${title} (${words.rate(rateBasisPoints)} tax)`,
      words.money(fee),
    ]),
  ]
  const height = textStyle.size * leading + 6
  const total: Style = { face: 'title', size: 14, colour: ink }
  paper.ensure(rows.length * height + 40)
  paper.y += 10
  for (const [name, amount] of rows) {
    pairOf(paper, { name, amount, style: textStyle })
    paper.y += height
  }
  pairOf(paper, {
    name: kind === 'invoice' ? 'Total' : 'Goes back to you',
    amount: words.money(totalMinor),
    style: total,
  })
  paper.y += 34
}

interface Pair {
  name: string
  amount: string
  style: Style
}

/** A name and its amount, at the right of the page. */
function pairOf(paper: Paper, { name, amount, style }: Pair): void {
  const { pen, left, width, y } = paper
  const [room, money] = [230, 100]
  paper.part('P', () => {
    const x = left + width - room - money
    pen.put(pen.fit(name, style, room), style, { x, y, width: room })
    pen.put(amount, style, { x: x + room - 5, y, width: money, align: 'right' })
  })
}

function drawTaxes(paper: Paper, { taxes }: InvoiceContent, words: Words): void {
  const taxed = taxes.filter(({ rateBasisPoints }) => rateBasisPoints > 0)
  if (taxed.length === 0) return
  const style: Style = { face: 'strong', size: 10.5, colour: ash }
  paper.ensure(80)
  paper.say('H2', 'Tax in it', style)
  paper.y += 4
  const columns = [
    { title: 'Rate', width: paper.width - 3 * 90 },
    ...['Before tax', 'Tax', 'With tax'].map((title) => ({
      title,
      width: 90,
      align: 'right' as const,
    })),
  ]
  const rows = taxes.map(({ rateBasisPoints, netMinor, taxMinor, grossMinor }) => [
    { text: words.rate(rateBasisPoints) },
    { text: words.money(netMinor) },
    { text: words.money(taxMinor) },
    { text: words.money(grossMinor) },
  ])
  drawTable(paper, columns, rows)
  paper.y += 20
}
