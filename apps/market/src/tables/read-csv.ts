import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
import { NoTable } from './no-table.ts'

/** A row of a table: the line it ends in, and the texts of its cells. */
export interface TableRow {
  line: number
  cells: string[]
}

export interface CsvTable {
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  header: string[]
  headerLine: number
  /** Read as they are asked for; a file of any length takes the same memory. */
  rows: AsyncIterable<TableRow>
}

const delimiters = [';', ',', '\t'] as const
const LONGEST_ROW = 200_000

/**
 * Reads a CSV file (RFC 4180, and what spreadsheets make of it): in UTF-8, UTF-16 or Windows-1252,
 * with commas, semicolons or tabs, whichever the first line has most of outside of quotes.
 *
 * @throws {NoTable} when it is empty; a row that cannot be read is thrown while the rows are read.
 */
export async function readCsv(path: string): Promise<CsvTable> {
  const encoding = await encodingOf(path)
  const rows = rowsOf(path, encoding)
  const first = await rows.next()
  if (first.done) throw new NoTable('This file is empty. Its first row has to name its columns.')
  const { cells: header, line: headerLine } = first.value
  return { encoding, header, headerLine, rows }
}

async function* rowsOf(path: string, encoding: CsvTable['encoding']): AsyncGenerator<TableRow> {
  const texts = textsOf(path, encoding)
  const start = await texts.next()
  const head = start.done ? '' : start.value
  // Text of people has none; pictures and archives are full of them.
  if (head.includes('\0')) throw new NoTable('This file is no text. Save the table as CSV.')
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(head),
    info: true,
    max_record_size: LONGEST_ROW,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  })
  const feeding = feed(parser, head, texts)
  try {
    for await (const row of parser as AsyncIterable<{
      record: string[]
      info: { lines: number }
    }>) {
      yield { line: row.info.lines, cells: row.record.map((cell) => cell.trim()) }
    }
    await feeding
  } catch (error) {
    throw new NoTable(`This file cannot be read as a table: ${reasonOf(error)}`)
  } finally {
    parser.destroy()
    await feeding.catch(() => undefined)
  }
}

async function feed(
  parser: ReturnType<typeof parse>,
  head: string,
  texts: AsyncGenerator<string>,
): Promise<void> {
  const write = (text: string) =>
    parser.write(text) ||
    new Promise<void>((resolve) => {
      const goOn = () => {
        parser.off('drain', goOn).off('close', goOn)
        resolve()
      }
      parser.on('drain', goOn).on('close', goOn)
    })
  await write(head)
  for await (const text of texts) {
    if (parser.destroyed) return
    await write(text)
  }
  parser.end()
}

async function* textsOf(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of createReadStream(path)) {
    yield decoder.decode(chunk as Uint8Array, { stream: true })
  }
  yield decoder.decode()
}

/** What is not UTF-8 to its last byte comes from an old spreadsheet. */
async function encodingOf(path: string): Promise<CsvTable['encoding']> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let first = true
  try {
    for await (const chunk of createReadStream(path)) {
      const bytes = chunk as Uint8Array
      if (first && bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
      if (first && bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
      first = false
      decoder.decode(bytes, { stream: true })
    }
    decoder.decode()
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

function delimiterOf(text: string): string {
  const [line = ''] = text.replaceAll(/"[^"]*"/g, '').split(/\r?\n/, 1)
  const count = (mark: string) => line.split(mark).length
  return delimiters.toSorted((a, b) => count(b) - count(a))[0] ?? ','
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
