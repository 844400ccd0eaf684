import { escapeHtml, unescapeHtml } from './escape-html.ts'

export interface Table {
  /** Every row as long as the first; a cell is plain text and may have several lines. */
  rows: string[][]
  /** Whether the first row says what the columns are. */
  hasHead: boolean
}

/** A table as it is stored. */
export function tableBlock({ rows, hasHead }: Table): string {
  const head = hasHead ? rows.slice(0, 1) : []
  const body = rows.slice(head.length)
  const thead = head
    .map((row) => `<thead>${tableRow(row, 'th scope="col"', 'th')}</thead>`)
    .join('')
  const tbody = body.map((row) => tableRow(row, 'td', 'td')).join('')
  return `<table data-rose-ash="table">${thead}<tbody>${tbody}</tbody></table>`
}

/** What `tableBlock` wrote; undefined for any other HTML. */
export function readTable(html: string): Table | undefined {
  if (!html.startsWith('<table data-rose-ash="table">')) return undefined
  const rows = [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) =>
      unescapeHtml(cell.replaceAll('<br>', '\n')),
    ),
  )
  const table = { rows, hasHead: html.includes('<thead>') }
  return tableBlock(table) === html ? table : undefined
}

function tableRow(cells: string[], opening: string, closing: string): string {
  const html = cells.map((cell) => escapeHtml(cell).replaceAll('\n', '<br>'))
  return `<tr>${html.map((cell) => `<${opening}>${cell}</${closing}>`).join('')}</tr>`
}
