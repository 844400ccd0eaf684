import type { Table } from '../../blocks/table.ts'
import { element } from './element.ts'
import { openDialog } from './open-dialog.ts'

const empty: Table = {
  rows: [
    ['', '', ''],
    ['', '', ''],
    ['', '', ''],
  ],
  hasHead: true,
}
const most = { rows: 100, columns: 12 }

/** Asks for a table's cells. @param table the one to change; without it a new one. */
export function editTable(table: Table = empty): Promise<Table | undefined> {
  const rows = table.rows.map((row) => [...row])
  const grid = element('table', { class: 'rose-editor-grid' })
  const head = element('input', { type: 'checkbox', id: 'rose-editor-head' })
  head.checked = table.hasHead

  function draw(): void {
    grid.replaceChildren(
      ...rows.map((row, y) => element('tr', {}, ...row.map((_, x) => cell(y, x)))),
    )
  }

  function cell(y: number, x: number): HTMLElement {
    const field = element('textarea', {
      rows: '1',
      'aria-label': `Row ${y + 1}, column ${x + 1}`,
      autofocus: y === 0 && x === 0,
      oninput: () => {
        const row = rows[y]
        if (row) row[x] = field.value
      },
    })
    field.value = rows[y]?.[x] ?? ''
    return element('td', {}, field)
  }

  function button(label: string, change: () => void): HTMLElement {
    const act = () => {
      change()
      draw()
    }
    return element('button', { type: 'button', class: 'link-button', onclick: act }, label)
  }

  const width = () => rows[0]?.length ?? 0
  const buttons = element(
    'div',
    { class: 'rose-editor-tools' },
    button('Add row', () => rows.length < most.rows && rows.push(Array(width()).fill(''))),
    button('Add column', () => width() < most.columns && rows.forEach((row) => row.push(''))),
    button('Remove last row', () => rows.length > 1 && rows.pop()),
    button('Remove last column', () => width() > 1 && rows.forEach((row) => row.pop())),
  )
  draw()
  return openDialog<Table>(
    'Table',
    'Save table',
    () => [
      element('div', { class: 'rose-editor-scroll' }, grid),
      buttons,
      element(
        'label',
        { class: 'rose-editor-check' },
        head,
        'The first row says what the columns are',
      ),
    ],
    () => ({ rows, hasHead: head.checked }),
  )
}
