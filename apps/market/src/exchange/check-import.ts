import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { productImports } from '@rose-ash/shared/db/models/market-imports'
import { type ReadProduct, readProducts } from '../desk/products/queries.ts'
import type { House } from '../desk/runner.ts'
import { findProducts } from './find-products.ts'
import { goOn, nextGroups, notLookedAt, openWork, type Work } from './import-work.ts'
import { type CellChange, type FileRow, readGroup } from './read-group.ts'

/**
 * Looks at some rows that nobody looked at yet: what each would change, and what is wrong with it.
 * Then asks for the next, or says that all were looked at. Killed at any line, it goes on from there.
 */
export async function checkImport(db: Db, house: House, importId: string): Promise<void> {
  const work = await openWork(db, house, importId, 'checking')
  if (!work) return
  const groups = await nextGroups(db, importId, notLookedAt)
  const found = await findProducts(db, work.marketId, groups)
  const saved = await readProducts(
    db,
    found.filter((id) => id !== undefined),
  )
  const judged = groups.flatMap((rows, place) => judge(work, rows, saved.get(found[place] ?? '')))
  if (groups.length > 0) await writeJudgements(db, importId, judged)
  if (groups.length > 0) return goOn(db, 'check-import', importId)
  await db
    .update(productImports)
    .set({ state: 'ready' })
    .where(and(eq(productImports.id, importId), eq(productImports.state, 'checking')))
}

interface Judgement {
  line: number
  outcome: 'create' | 'update' | 'same' | 'error'
  problem: string | null
  product_id: string | null
  base_version: number | null
  changes: CellChange[]
}

function judge(
  { options }: Work,
  rows: readonly FileRow[],
  saved: ReadProduct | undefined,
): Judgement[] {
  const read = readGroup(saved, rows, options)
  const common = { product_id: saved?.id ?? null, base_version: saved?.version ?? null }
  const [wrong] = read.problems.keys()
  if (wrong !== undefined) {
    return rows.map(({ line }) => ({
      ...common,
      line,
      outcome: 'error',
      problem: read.problems.get(line) ?? `Line ${wrong}, of the same product, is wrong.`,
      changes: [],
    }))
  }
  const same = read.changes.length === 0 && saved !== undefined
  const outcome = same ? 'same' : saved ? 'update' : 'create'
  return rows.map(({ line }, place) => ({
    ...common,
    line,
    outcome,
    problem: null,
    changes: place === 0 ? read.changes : [],
  }))
}

/** All of them in one statement. */
async function writeJudgements(db: Db, importId: string, judged: Judgement[]): Promise<void> {
  await db.execute(sql`
    update market.product_import_rows row
    set outcome = said.outcome, problem = said.problem, product_id = said.product_id,
      base_version = said.base_version, changes = said.changes
    from jsonb_to_recordset(${JSON.stringify(judged)}::jsonb) as said(line int, outcome text,
      problem text, product_id uuid, base_version int, changes jsonb)
    where row.import_id = ${importId} and row.line = said.line`)
}
