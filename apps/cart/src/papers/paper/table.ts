import {
  type Element,
  hairline,
  type Paper,
  quietStyle,
  strongStyle,
  sunk,
  textStyle,
} from './paper.ts'
import { leading, type Place, type Style } from './pen.ts'

export interface Column {
  title: string
  /** In points. */
  width: number
  align?: 'right'
}

/** A cell: its text, smaller lines below it, or an empty field to write into. */
export interface Cell {
  text: string
  below?: string[]
  strong?: boolean
  field?: boolean
}

const padding = 5
/** Above and below the text of a row; less where there are many. */
const airs = { calm: 5, dense: 2.5 }

/**
 * A table from `paper.y` on, over as many pages as it needs, its head on each. A row is never divided.
 * The first cell of a row names it.
 */
export function drawTable(
  paper: Paper,
  columns: Column[],
  rows: Cell[][],
  density: keyof typeof airs = 'calm',
): void {
  const air = airs[density]
  const table = paper.open('Table')
  paper.ensure(60)
  drawHead(paper, columns, table)
  for (const row of rows) {
    const height = heightOf(paper, columns, row) + 2 * air
    // The head was read out once: on further pages it is for the eyes.
    if (paper.ensure(height)) drawHead(paper, columns)
    drawRow(paper, columns, { row, height, air, table })
    paper.y += height
  }
  table.end()
}

const headStyle: Style = { ...quietStyle, face: 'strong' }

function drawHead(paper: Paper, columns: Column[], table?: Element): void {
  const { doc, pen, left, width, y } = paper
  const height = quietStyle.size * leading + 2 * padding
  paper.decorate(() => doc.rect(left, y, width, height).fill(sunk))
  const row = table && paper.open('TR', table)
  eachColumn(paper, columns, ({ title, align }, x, room) => {
    const write = () =>
      pen.put(title, headStyle, { x, y: y + padding, width: room, align: align ?? 'left' })
    if (row) paper.part('TH', write, { parent: row, scope: 'Column' })
    else paper.decorate(write)
  })
  row?.end()
  paper.y += height
}

interface DrawnRow {
  row: Cell[]
  height: number
  air: number
  table: Element
}

function drawRow(paper: Paper, columns: Column[], { row, height, air, table }: DrawnRow): void {
  const { doc, pen, left, width, y } = paper
  const element = paper.open('TR', table)
  eachColumn(paper, columns, ({ align }, x, room, place) => {
    const cell = row[place] ?? { text: '' }
    const write = () => {
      const at: Omit<Place, 'y'> = { x, width: room, align: align ?? 'left' }
      let down = y + air
      down += pen.write(cell.text, cell.strong ? strongStyle : textStyle, { ...at, y: down })
      for (const line of cell.below ?? []) down += pen.write(line, quietStyle, { ...at, y: down })
    }
    const scope = place === 0 ? { scope: 'Row' as const } : {}
    paper.part(place === 0 ? 'TH' : 'TD', write, { parent: element, ...scope })
    if (cell.field) {
      paper.decorate(() =>
        doc
          .rect(x - 3, y + air - 1, room + 6, textStyle.size * leading + 1)
          .lineWidth(0.75)
          .stroke('#9a8e82'),
      )
    }
  })
  element.end()
  paper.decorate(() =>
    doc
      .moveTo(left, y + height)
      .lineTo(left + width, y + height)
      .lineWidth(0.5)
      .stroke(hairline),
  )
}

function heightOf({ pen }: Paper, columns: Column[], row: Cell[]): number {
  const heights = columns.map(({ width }, place) => {
    const { text, strong, below = [] } = row[place] ?? { text: '' }
    const room = width - 2 * padding
    const own = pen.heightOf(text, strong ? strongStyle : textStyle, room)
    return below.reduce((sum, line) => sum + pen.heightOf(line, quietStyle, room), own)
  })
  return Math.max(...heights)
}

function eachColumn(
  { left }: Paper,
  columns: Column[],
  draw: (column: Column, x: number, room: number, place: number) => void,
): void {
  let x = left
  columns.forEach((column, place) => {
    draw(column, x + padding, column.width - 2 * padding, place)
    x += column.width
  })
}
