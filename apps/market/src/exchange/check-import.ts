import { and, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { productImportRows, productImports } from '@rose-ash/shared/db/models/market-imports'
import { productForDesk } from '../desk/products/queries.ts'
import type { House } from '../desk/runner.ts'
import { findProduct } from './find-product.ts'
import { goOn, isOf, nextGroups, notLookedAt, openWork, type Work } from './import-work.ts'
import { type FileRow, readGroup } from './read-group.ts'

/**
 * Looks at some rows that nobody looked at yet: what each would change, and what is wrong with it.
 * Then asks for the next, or says that all were looked at. Killed at any line, it goes on from there.
 */
export async function checkImport(db: Db, house: House, importId: string): Promise<void> {
  const work = await openWork(db, house, importId, 'checking')
  if (!work) return
  const groups = await nextGroups(db, importId, notLookedAt)
  for (const rows of groups) await checkGroup(db, house, work, rows)
  if (groups.length > 0) return goOn(db, 'check-import', importId)
  await db
    .update(productImports)
    .set({ state: 'ready' })
    .where(and(eq(productImports.id, importId), eq(productImports.state, 'checking')))
}

async function checkGroup(db: Db, house: House, work: Work, rows: FileRow[]): Promise<void> {
  const productId = await findProduct(db, work.marketId, rows)
  const saved = productId ? await productForDesk(db, house, work.runner, productId) : undefined
  const read = readGroup(saved, rows, work.options)
  const common = { productId: productId ?? null, baseVersion: saved?.version ?? null }
  if (read.problems.size > 0) {
    const [wrong] = read.problems.keys()
    for (const row of rows) {
      const problem = read.problems.get(row.line) ?? `Line ${wrong}, of the same product, is wrong.`
      await set(db, work.id, [row], { ...common, outcome: 'error', problem })
    }
    return
  }
  const same = read.changes.length === 0 && saved !== undefined
  const outcome = same ? ('same' as const) : saved ? ('update' as const) : ('create' as const)
  await set(db, work.id, rows, { ...common, outcome, changes: [] })
  await set(db, work.id, rows.slice(0, 1), { changes: read.changes })
}

async function set(
  db: Db,
  importId: string,
  rows: readonly FileRow[],
  values: Partial<typeof productImportRows.$inferInsert>,
): Promise<void> {
  await db.update(productImportRows).set(values).where(isOf(importId, rows))
}
