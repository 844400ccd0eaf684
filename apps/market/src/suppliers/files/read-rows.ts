import { open } from 'node:fs/promises'
import { Refusal } from '@rose-ash/shared/errors'
import { NoTable } from '../../tables/no-table.ts'
import { readCsv, type TableRow } from '../../tables/read-csv.ts'
import { readXlsx } from '../../tables/read-xlsx.ts'

/** What was sent is no list that can be read. */
export class NoPriceList extends Refusal {
  constructor(why: string) {
    super('no_price_list', 400, `${why} Send a list as CSV or XLSX.`)
  }
}

const mostRows = 100_000
const mostColumns = 100
const mostCharacters = 5_000

/**
 * The rows of a price list, the head first, one after the other: CSV, or the first sheet of an XLSX.
 * Empty rows are left out.
 *
 * @throws {NoPriceList} when it is something else, or has more than 100,000 rows.
 */
export async function* readRows(path: string): AsyncGenerator<TableRow> {
  let count = 0
  try {
    for await (const { line, cells } of (await isPacked(path)) ? readXlsx(path) : csvRows(path)) {
      count += 1
      if (count > mostRows) throw new NoPriceList('This list has more than 100,000 rows.')
      yield { line, cells: cells.slice(0, mostColumns).map((cell) => clean(cell)) }
    }
  } catch (error) {
    if (error instanceof NoTable) throw new NoPriceList(error.message)
    throw error
  }
}

async function* csvRows(path: string): AsyncGenerator<TableRow> {
  const { header, headerLine, rows } = await readCsv(path)
  yield { line: headerLine, cells: header }
  yield* rows
}

/** PostgreSQL takes no NUL. */
const clean = (cell: string) => cell.replaceAll('\0', '').slice(0, mostCharacters)

/** A workbook is a ZIP, and those begin so. */
async function isPacked(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return buffer.toString('latin1', 0, bytesRead) === 'PK'
  } finally {
    await file.close()
  }
}
