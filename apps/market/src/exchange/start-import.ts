import type { Db } from '@rose-ash/shared/db'
import { addJob } from '@rose-ash/shared/jobs'
import { productImportRows, productImports } from '@rose-ash/shared/db/models/market-imports'
import { type House, marketRunBy, type Runner } from '../desk/runner.ts'
import { toSlug } from '../desk/slugs.ts'
import { NoTable } from '../tables/no-table.ts'
import { type CsvTable, readCsv } from '../tables/read-csv.ts'
import { fieldsOf, unguarded } from './fields.ts'

export interface ImportFile {
  runner: Runner
  marketId: string
  /** Where the file lies, until this has read it. */
  path: string
  fileName: string
}

const AT_ONCE = 500
const MOST_ROWS = 100_000

/**
 * Takes over the rows of a file and asks for them to be looked at; nothing of the market changes.
 * Answers the import's id.
 *
 * @throws {NoTable} when it cannot be read, or does not say which product a row is about.
 * @throws {Forbidden} when somebody else runs the market.
 */
export async function startImport(db: Db, house: House, file: ImportFile): Promise<string> {
  const { runner, marketId, path, fileName } = file
  await marketRunBy(db, house, runner, marketId)
  const table = await readCsv(path)
  const columns = fieldsOf(table.header)
  if (!['title', 'address', 'sku'].some((field) => columns.includes(field))) {
    throw new NoTable(
      'No column says which product a row is about. Name one “Name”, “Address” or “SKU” in the first row.',
    )
  }
  return db.transaction(async (tx) => {
    const named = table.header.flatMap((name, place) => {
      const field = columns[place]
      return field ? [[name, field]] : []
    })
    const [row] = await tx
      .insert(productImports)
      .values({
        marketId,
        fileName,
        encoding: table.encoding,
        columns: Object.fromEntries(named) as Record<string, string>,
        ignored: table.header.filter((name, place) => name !== '' && !columns[place]),
        startedBy: runner.personId,
      })
      .returning({ id: productImports.id })
    if (!row) throw new Error('an insert answers its row')
    const count = await takeRows(tx, row.id, { table, columns })
    if (count === 0) throw new NoTable('There is no row below the names of the columns.')
    await addJob(tx, {
      task: 'check-import',
      key: `import:${row.id}`,
      payload: { importId: row.id },
    })
    return row.id
  })
}

interface Reading {
  table: CsvTable
  columns: (string | undefined)[]
}

async function takeRows(tx: Db, importId: string, { table, columns }: Reading): Promise<number> {
  let count = 0
  let batch: (typeof productImportRows.$inferInsert)[] = []
  const flush = async () => {
    if (batch.length > 0) await tx.insert(productImportRows).values(batch)
    batch = []
  }
  for await (const { line, cells } of table.rows) {
    const values = valuesOf(cells, columns)
    batch.push({ importId, line, productKey: keyOf(values, line), values })
    count += 1
    if (count > MOST_ROWS)
      throw new NoTable(`A file has ${MOST_ROWS} rows at most. Split this one.`)
    if (batch.length === AT_ONCE) await flush()
  }
  await flush()
  return count
}

function valuesOf(cells: string[], columns: (string | undefined)[]): Record<string, string> {
  const pairs = columns.flatMap((field, place) => {
    const cell = unguarded(cells[place] ?? '').replaceAll('\u0000', '')
    return field === undefined ? [] : [[field, cell] as const]
  })
  return Object.fromEntries(pairs)
}

/** Rows about one product: with one address, else one name, else each by itself. */
function keyOf({ address, title, sku }: Record<string, string>, line: number): string {
  if (address) return `address:${toSlug(address.split('/').at(-1) ?? '', 'product')}`
  if (title) return `title:${title.toLowerCase()}`
  return sku ? `sku:${sku}` : `line:${line}`
}
