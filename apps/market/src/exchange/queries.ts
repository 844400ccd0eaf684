import { and, asc, desc, eq, gt, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { productImportRows, productImports } from '@rose-ash/shared/db/models/market-imports'
import { NotFound } from '@rose-ash/shared/errors'

const PER_PAGE = 50

/** The last files of a market, the newest first. */
export function importsOf(db: Db, marketId: string) {
  return db
    .select()
    .from(productImports)
    .where(eq(productImports.marketId, marketId))
    .orderBy(desc(productImports.id))
    .limit(20)
}

const count = (which: string) => sql<number>`count(*) filter (where ${sql.raw(which)})::int`

/** One file with how far it is. @throws {NotFound} when the market has no such file. */
export async function importOf(db: Db, marketId: string, importId: string) {
  const [found] = await db
    .select()
    .from(productImports)
    .where(and(eq(productImports.id, importId), eq(productImports.marketId, marketId)))
  if (!found) throw new NotFound('file')
  const [counts] = await db
    .select({
      all: sql<number>`count(*)::int`,
      looked: count('outcome is not null'),
      create: count("outcome = 'create'"),
      update: count("outcome = 'update'"),
      same: count("outcome = 'same'"),
      error: count("outcome = 'error'"),
      written: count('written_at is not null'),
    })
    .from(productImportRows)
    .where(eq(productImportRows.importId, importId))
  if (!counts) throw new Error('a count answers its row')
  return { ...found, counts }
}

export type Outcome = 'create' | 'update' | 'same' | 'error'

/** Rows of a file with this outcome, in its order, after a line. */
export async function rowsOf(
  db: Db,
  importId: string,
  { outcome, after }: { outcome: Outcome; after: number },
) {
  const rows = await db
    .select()
    .from(productImportRows)
    .where(
      and(
        eq(productImportRows.importId, importId),
        eq(productImportRows.outcome, outcome),
        gt(productImportRows.line, after),
      ),
    )
    .orderBy(asc(productImportRows.line))
    .limit(PER_PAGE + 1)
  const shown = rows.slice(0, PER_PAGE)
  return { rows: shown, next: rows.length > PER_PAGE ? shown.at(-1)?.line : undefined }
}
