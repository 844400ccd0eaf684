import type { HandedLine, HandedOver } from './handovers-of.ts'
import { Paper, quietStyle, titleStyle } from './paper/paper.ts'
import { type Cell, type Column, drawTable } from './paper/table.ts'
import { type Clock, clockFor, type PaperPlace, type Picking, pickingsOf } from './pickings.ts'

export interface PickingListOptions extends PaperPlace {
  /** The page that hands it over. */
  seller: string
}

/** The list that things are picked and packed by, as a PDF: one part for each day and point. */
export async function pickingListPdf(
  handovers: HandedOver[],
  { seller, ...place }: PickingListOptions,
): Promise<Buffer> {
  const title = `Picking list of ${seller}`
  const paper = new Paper({ title, language: place.locale, author: seller, margin: 42 })
  const clock = clockFor(place)
  const pickings = pickingsOf(handovers, clock)
  pickings.forEach((picking, number) => {
    if (number > 0) paper.newPage()
    drawPicking(paper, picking, clock)
  })
  if (pickings.length === 0)
    paper.say('P', 'Nothing is to be handed over in this time.', titleStyle)
  return paper.finish((page, pages) => ({ left: title, right: `Page ${page} of ${pages}` }))
}

function drawPicking(paper: Paper, { day, point, totals, orders }: Picking, clock: Clock): void {
  const section = { ...titleStyle, size: 13 }
  const head = [point, day].filter((part) => part !== '').join(', ')
  paper.say('H1', head, { ...titleStyle, size: 20 })
  const times = new Set(orders.map((order) => clock.times(order)))
  const orderCount = orders.length === 1 ? '1 order' : `${orders.length} orders`
  const facts = [orderCount, orders[0]?.place ?? '', times.size === 1 ? [...times][0] : '']
  paper.say('P', facts.filter(Boolean).join(' · '), quietStyle)
  paper.y += 14
  paper.say('H2', 'What to pick', section)
  paper.y += 4
  drawTable(paper, totalColumns(paper), totals.map(totalRow), 'dense')
  paper.y += 18
  paper.ensure(90)
  paper.say('H2', 'What goes into which box', section)
  paper.y += 4
  const timesOf = (order: HandedOver) => (times.size === 1 ? '' : clock.times(order))
  const rows = orders.flatMap((order) => boxRows(order, timesOf(order)))
  drawTable(paper, boxColumns(paper), rows, 'dense')
}

const totalColumns = ({ width }: Paper): Column[] => [
  { title: 'Thing', width: width - 130 },
  { title: 'How many', width: 60, align: 'right' },
  { title: 'Picked', width: 70 },
]

const totalRow = ({ title, detail, quantity }: Picking['totals'][number]): Cell[] => [
  { text: thingOf({ title, detail }) },
  { text: String(quantity), strong: true },
  { text: '', field: true },
]

const thingOf = ({ title, detail }: { title: string; detail: string }): string =>
  detail ? `${title}, ${detail}` : title

const boxColumns = ({ width }: Paper): Column[] => [
  { title: 'Order', width: 180 },
  { title: 'How many', width: 54, align: 'right' },
  { title: 'Thing', width: width - 180 - 54 - 96 },
  { title: 'Weighed', width: 96, align: 'right' },
]

/** Whose it is stands at the first thing; the number at each, as a row can be first on its page. */
function boxRows(order: HandedOver, times: string): Cell[][] {
  const { number, name, note, isPaid, address } = order
  const whose = [
    times,
    address ? [address.street, address.postcode, address.city].join(' ') : '',
    isPaid ? '' : 'To be paid',
    note,
  ].filter((part) => part !== '')
  return order.lines.map((line, row) => [
    row === 0
      ? { text: `${number} ${name}`, strong: true, below: whose }
      : { text: String(number) },
    { text: String(line.quantity) },
    { text: thingOf(line), below: line.note ? [line.note] : [] },
    weighedCell(line),
  ])
}

/** Its unit stands in the field, so that nobody has to guess what the scales say. */
function weighedCell({ weighed, packedAmount, measureUnit }: HandedLine): Cell {
  if (!weighed) return { text: '' }
  const unit = measureUnit ?? ''
  if (packedAmount !== null) return { text: `${packedAmount} ${unit}`.trim() }
  return { text: unit, field: true }
}
