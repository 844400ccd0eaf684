import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { parse } from 'csv-parse'
import { Refusal } from '@rose-ash/shared/errors'

export interface FileRow {
  /** The line of the file it begins in. */
  line: number
  cells: string[]
}

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
 * The rows of a price list, one after the other, with flat memory: CSV in UTF-8, UTF-16 or
 * Windows-1252 with commas, semicolons or tabs, or the first sheet of an XLSX. Empty rows are left out.
 *
 * @throws {NoPriceList} when it is something else, or has more than 100,000 rows.
 */
export async function* readRows(path: string): AsyncGenerator<FileRow> {
  const head = await headOf(path)
  const rows = head.subarray(0, 2).toString() === 'PK' ? sheetRows(path) : csvRows(path, head)
  let count = 0
  try {
    for await (const { line, cells } of rows) {
      const kept = cells.slice(0, mostColumns).map((cell) => clean(cell))
      if (kept.every((cell) => cell === '')) continue
      count += 1
      if (count > mostRows) throw new NoPriceList('This list has more than 100,000 rows.')
      yield { line, cells: kept }
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new NoPriceList('This file cannot be read.')
  }
}

/** PostgreSQL takes no NUL. */
const clean = (cell: string) => cell.replaceAll('\0', '').trim().slice(0, mostCharacters)

async function* csvRows(path: string, head: Buffer): AsyncGenerator<FileRow> {
  const encoding = await encodingOf(path, head)
  const text = new TextDecoder(encoding).decode(head)
  if (text.includes('\0')) throw new NoPriceList('This is no list.')
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(text),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: 1_000_000,
  })
  const feeding = feed(textOf(path, encoding), parser)
  for await (const { info, record } of parser as AsyncIterable<Parsed>) {
    yield { line: info.lines, cells: record }
  }
  await feeding
}

interface Parsed {
  info: { lines: number }
  record: string[]
}

async function* textOf(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const bytes of createReadStream(path))
    yield decoder.decode(bytes as Buffer, { stream: true })
  yield decoder.decode()
}

async function feed(
  source: AsyncIterable<string>,
  parser: ReturnType<typeof parse>,
): Promise<void> {
  try {
    for await (const text of source) {
      if (!parser.write(text)) await new Promise((resolve) => parser.once('drain', resolve))
    }
    parser.end()
  } catch (error) {
    parser.destroy(error as Error)
  }
}

async function* sheetRows(path: string): AsyncGenerator<FileRow> {
  const { default: excel } = await import('exceljs')
  const workbook = new excel.stream.xlsx.WorkbookReader(path, { worksheets: 'emit' })
  for await (const sheet of workbook) {
    for await (const row of sheet) {
      const cells: string[] = []
      row.eachCell({ includeEmpty: true }, (cell, at) => {
        cells[at - 1] = cell.text
      })
      yield { line: row.number, cells: Array.from(cells, (cell) => cell ?? '') }
    }
    return
  }
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8_192), 0, 8_192, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** By its mark; UTF-8 where all of the file is; else what Windows writes. */
async function encodingOf(path: string, head: Buffer): Promise<string> {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const bytes of createReadStream(path))
      decoder.decode(bytes as Buffer, { stream: true })
    decoder.decode()
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

/** What there is most of in the first line, outside of quotes. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split(/\r?\n/, 1)
  const bare = first.replaceAll(/"[^"]*"/g, '')
  const counts = [';', ',', '\t'].map((mark) => ({ mark, n: bare.split(mark).length }))
  return counts.toSorted((a, b) => b.n - a.n)[0]?.mark ?? ','
}
