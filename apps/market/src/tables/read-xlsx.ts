import { createReadStream } from 'node:fs'
import { Unzip, UnzipInflate } from 'fflate'
import { NoTable } from './no-table.ts'
import type { TableRow } from './read-csv.ts'

/** What a workbook may be, unpacked, in bytes. Texts are kept in memory while its rows are read. */
export interface WorkbookLimits {
  all: number
  texts: number
}

const usual: WorkbookLimits = { all: 200_000_000, texts: 40_000_000 }
/** Deflate makes at most a thousand bytes of one, so a step unpacks 16 MB at worst. */
const AT_ONCE = 16_384

/**
 * The rows of the first sheet of a workbook (Office Open XML), the head first, each read as it is
 * asked for. It is unpacked once before, into nothing, to see how large it is.
 *
 * @throws {NoTable} when it cannot be read, or is larger than it may be.
 */
export async function* readXlsx(
  path: string,
  limits: WorkbookLimits = usual,
): AsyncGenerator<TableRow> {
  try {
    await weigh(path, limits)
    yield* sheetRows(path)
  } catch (error) {
    if (error instanceof NoTable) throw error
    throw new NoTable('This workbook cannot be read. Save its table as CSV.')
  }
}

/** What a workbook says of its own size may be a lie, so all of it is counted. */
async function weigh(path: string, limits: WorkbookLimits): Promise<void> {
  let all = 0
  let texts = 0
  const unzip = new Unzip((entry) => {
    const isSheet = entry.name.startsWith('xl/worksheets/')
    entry.ondata = (error, bytes) => {
      if (error) throw error
      all += bytes.length
      if (!isSheet) texts += bytes.length
    }
    entry.start()
  })
  unzip.register(UnzipInflate)
  for await (const bytes of createReadStream(path, { highWaterMark: AT_ONCE })) {
    unzip.push(bytes as Uint8Array)
    if (all > limits.all || texts > limits.texts) {
      throw new NoTable('This workbook is too large once it is unpacked. Save its table as CSV.')
    }
  }
  unzip.push(new Uint8Array(), true)
}

async function* sheetRows(path: string): AsyncGenerator<TableRow> {
  const { default: excel } = await import('exceljs')
  const workbook = new excel.stream.xlsx.WorkbookReader(path, { worksheets: 'emit' })
  for await (const sheet of workbook) {
    for await (const row of sheet) {
      const cells: string[] = []
      row.eachCell({ includeEmpty: true }, (cell, at) => {
        cells[at - 1] = cell.text
      })
      const texts = Array.from(cells, (cell) => (cell ?? '').trim())
      if (texts.some((text) => text !== '')) yield { line: row.number, cells: texts }
    }
    return
  }
}
