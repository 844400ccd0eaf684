import { and, asc, eq, gt } from 'drizzle-orm'
import { csvLine } from '@rose-ash/shared/csv'
import type { Db } from '@rose-ash/shared/db'
import { productImportRows } from '@rose-ash/shared/db/models/market-imports'
import { fields } from './fields.ts'

const AT_ONCE = 500

/**
 * The rows of a file that have something wrong, as lines of CSV: what the file said, and in the last
 * column why it cannot be. Put right, it can be brought as it is; that column is then passed over.
 */
export async function* exportWrong(
  db: Db,
  { id, columns }: { id: string; columns: Record<string, string> },
): AsyncGenerator<string> {
  const named = Object.keys(fields).filter((field) => Object.values(columns).includes(field))
  const names = named.map((field) => fields[field]?.name ?? field)
  yield `\uFEFF${csvLine([...names, 'What is wrong'])}`
  let after = 0
  for (;;) {
    const rows = await db
      .select()
      .from(productImportRows)
      .where(
        and(
          eq(productImportRows.importId, id),
          eq(productImportRows.outcome, 'error'),
          gt(productImportRows.line, after),
        ),
      )
      .orderBy(asc(productImportRows.line))
      .limit(AT_ONCE)
    for (const { values, line, problem } of rows) {
      const why = `Line ${line}: ${problem ?? ''}`
      yield csvLine([...named.map((field) => values[field] ?? ''), why])
    }
    const last = rows.at(-1)
    if (!last || rows.length < AT_ONCE) return
    after = last.line
  }
}
