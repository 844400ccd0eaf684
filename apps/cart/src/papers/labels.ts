import type { HandedOver } from './handovers-of.ts'
import { Paper, quietStyle, strongStyle, textStyle, titleStyle } from './paper/paper.ts'
import { leading, type Style } from './paper/pen.ts'
import { type Clock, clockFor, type PaperPlace } from './pickings.ts'

const mm = 72 / 25.4
/** A sheet of 3 × 8 labels of 70 × 36 mm, as they are sold: full width, 4.5 mm above and below. */
const sheet = { columns: 3, rows: 8, width: 70 * mm, height: 36 * mm, top: 4.5 * mm }
/** Printers leave an edge free, and glue is not cut to the millimetre. */
const inset = 5 * mm

export interface LabelOptions extends PaperPlace {
  seller: string
  /** How many boxes an order has; one where nothing is said. */
  boxes?: Map<string, number>
}

/** A label for each box, as a PDF to print on sheets of 24: whose it is, where and when it goes. */
export async function labelsPdf(
  handovers: HandedOver[],
  { seller, boxes = new Map(), ...place }: LabelOptions,
): Promise<Buffer> {
  const title = `Labels of ${seller}`
  const paper = new Paper({ title, language: place.locale, author: seller, margin: 0 })
  const clock = clockFor(place)
  const labels = handovers.flatMap((order) => {
    const count = boxes.get(order.orderId) ?? 1
    return Array.from({ length: count }, (_box, box) => ({ order, box: box + 1, count }))
  })
  labels.forEach((label, number) => {
    const onSheet = number % (sheet.columns * sheet.rows)
    if (onSheet === 0 && number > 0) paper.newPage()
    drawLabel(paper, { ...label, onSheet }, clock)
  })
  return paper.finish()
}

interface Label {
  order: HandedOver
  box: number
  count: number
  /** Which of the 24. */
  onSheet: number
}

function drawLabel(paper: Paper, { order, box, count, onSheet }: Label, clock: Clock): void {
  const { pen } = paper
  const x = (onSheet % sheet.columns) * sheet.width + inset
  let y = sheet.top + Math.floor(onSheet / sheet.columns) * sheet.height + inset
  const width = sheet.width - 2 * inset
  paper.part('P', () => {
    const which = count > 1 ? `Box ${box} of ${count}` : ''
    pen.put(which, quietStyle, { x, y: y + 5, width, align: 'right' })
    for (const [text, style] of linesOf(order, clock)) {
      pen.put(pen.fit(text, style, width), style, { x, y, width })
      y += style.size * leading
    }
  })
}

function linesOf(order: HandedOver, clock: Clock): [text: string, style: Style][] {
  const { number, name, title, address, isPaid } = order
  const when = [clock.leaf(order), clock.times(order)]
  const where = address ? [address.street, address.postcode].join(', ') : title
  const lines: [string, Style][] = [
    [String(number), { ...titleStyle, size: 17 }],
    [name, { ...strongStyle, size: 11 }],
    [where, textStyle],
    [when.filter((part) => part !== '').join(', '), textStyle],
    [isPaid ? '' : 'To be paid', quietStyle],
  ]
  return lines.filter(([text]) => text !== '')
}
