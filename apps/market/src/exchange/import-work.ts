import { and, asc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { productImportRows, productImports } from '@rose-ash/shared/db/models/market-imports'
import { categories } from '@rose-ash/shared/db/models/market-shelves'
import { addJob } from '@rose-ash/shared/jobs'
import type { House, Runner } from '../desk/runner.ts'
import type { FileRow, GroupOptions } from './read-group.ts'

/** As many rows as a job handles before it asks for the next: it never takes minutes. */
const AT_ONCE = 200

export interface Work {
  id: string
  marketId: string
  fileName: string
  runner: Runner
  options: GroupOptions
}

/** An import in this state, as whoever brought it; undefined when it is in another by now. */
export async function openWork(
  db: Db,
  { services, appConfig }: House,
  importId: string,
  state: 'checking' | 'writing',
): Promise<Work | undefined> {
  const [row] = await db
    .select()
    .from(productImports)
    .where(and(eq(productImports.id, importId), eq(productImports.state, state)))
  if (!row) return undefined
  const { id, marketId, fileName, startedBy: personId } = row
  const isAdmin = await services.account.hasRole(db, personId, 'admin')
  const shelves = await db
    .select({ id: categories.id, title: categories.title })
    .from(categories)
    .where(eq(categories.marketId, marketId))
  const { currency, timeZone } = appConfig
  const byTitle = new Map(shelves.map((one) => [one.title.toLowerCase(), one.id]))
  return {
    id,
    marketId,
    fileName,
    runner: { personId, isAdmin },
    options: { currency, timeZone, categories: byTitle },
  }
}

/** A row of the file with what looking at it found: of which product it is, and of which version. */
export interface LookedRow extends FileRow {
  productId: string | null
  baseVersion: number | null
}

/** The next products with such rows, each with all of its rows; in the order of the file. */
export async function nextGroups(db: Db, importId: string, which: SQL): Promise<LookedRow[][]> {
  const next = await db
    .select({ key: productImportRows.productKey })
    .from(productImportRows)
    .where(and(eq(productImportRows.importId, importId), which))
    .orderBy(asc(productImportRows.line))
    .limit(AT_ONCE)
  const keys = [...new Set(next.map(({ key }) => key))]
  if (keys.length === 0) return []
  const { line, values, productKey, productId, baseVersion } = productImportRows
  const rows = await db
    .select({ line, values, productKey, productId, baseVersion })
    .from(productImportRows)
    .where(
      and(
        eq(productImportRows.importId, importId),
        // One list, not 200 values: those would be held against every row of the file.
        sql`${productKey} = any(${sql.param(keys)}::text[])`,
      ),
    )
    .orderBy(asc(line))
  return [...Map.groupBy(rows, (row) => row.productKey).values()]
}

/** As many as are worked on at a time: half of what the pool has. */
const LANES = 3

/** Does something with each of many, a few at a time; answers come in the order of the things. */
export async function inLanes<T, R>(things: T[], work: (thing: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = []
  for (let from = 0; from < things.length; from += LANES) {
    answers.push(...(await Promise.all(things.slice(from, from + LANES).map(work))))
  }
  return answers
}

/** The rows of one product. */
export const isOf = (importId: string, rows: readonly FileRow[]) =>
  and(
    eq(productImportRows.importId, importId),
    inArray(
      productImportRows.line,
      rows.map(({ line }) => line),
    ),
  )

export const notLookedAt = isNull(productImportRows.outcome)

/** Asks for the next part of the work. */
export function goOn(
  db: Db,
  task: 'check-import' | 'write-import',
  importId: string,
): Promise<void> {
  return addJob(db, { task, key: `import:${importId}`, payload: { importId } })
}
