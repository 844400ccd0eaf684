import { and, asc, eq, gt, isNull, min, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import {
  supplierFileRows,
  supplierRuns,
  suppliers,
} from '@rose-ash/shared/db/models/market-suppliers'
import { NotFound } from '@rose-ash/shared/errors'
import { addJob } from '@rose-ash/shared/jobs'
import { RunsAlready } from '../errors.ts'
import { managedSupplier } from '../manages.ts'
import { keepItems } from '../review/keep-items.ts'
import { orRunsAlready } from '../runs/or-runs-already.ts'
import type { SupplierParts } from '../supplier-parts.ts'
import { type ColumnNames, productOfRow } from './product-of-row.ts'
import { NoPriceList, readRows } from './read-rows.ts'

type Parts = Pick<SupplierParts, 'db' | 'services'>
type ByPerson = { personId: string; supplierId: string }

const writtenAtOnce = 500
const takenAtOnce = 100

/**
 * Keeps a price list row by row, all of it or nothing, until somebody says which column is what.
 *
 * @returns the run's id.
 * @throws {NotManaging} @throws {NoPriceList}
 */
export async function keepFile(
  parts: Parts,
  { path, name: fileName, ...by }: ByPerson & { path: string; name: string },
): Promise<string> {
  await managedSupplier(parts, by)
  const { supplierId, personId: startedBy } = by
  return parts.db.transaction(async (tx) => {
    const [run] = await tx
      .insert(supplierRuns)
      .values({ supplierId, startedBy, kind: 'file', fileName, state: 'waiting' })
      .returning({ id: supplierRuns.id })
    if (!run) throw new Error('an insert answers its row')
    let count = 0
    let batch: (typeof supplierFileRows.$inferInsert)[] = []
    const write = async () => {
      if (batch.length > 0) await tx.insert(supplierFileRows).values(batch)
      count += batch.length
      batch = []
    }
    for await (const row of readRows(path)) {
      batch.push({ runId: run.id, ...row })
      if (batch.length >= writtenAtOnce) await write()
    }
    await write()
    if (count < 2) throw new NoPriceList('This list has no rows below its first.')
    return run.id
  })
}

/**
 * Says which column is what, remembers that for the supplier’s next list, and begins.
 *
 * @throws {NotManaging} @throws {NotFound} @throws {RunsAlready}
 */
export async function chooseColumns(
  parts: Parts,
  { runId, columns, ...by }: ByPerson & { runId: string; columns: ColumnNames },
): Promise<void> {
  await managedSupplier(parts, by)
  const { supplierId } = by
  await parts.db.transaction(async (tx) => {
    await tx.select().from(suppliers).where(eq(suppliers.id, supplierId)).for('update')
    const own = eq(supplierRuns.supplierId, supplierId)
    const going = await tx.$count(supplierRuns, and(own, eq(supplierRuns.state, 'running')))
    if (going > 0) throw new RunsAlready()
    const [run] = await orRunsAlready(
      tx
        .update(supplierRuns)
        .set({ state: 'running' })
        .where(and(own, eq(supplierRuns.id, runId), eq(supplierRuns.state, 'waiting')))
        .returning({ id: supplierRuns.id }),
    )
    if (!run) throw new NotFound('price list')
    const fileColumns = columns as Record<string, string>
    await tx.update(suppliers).set({ fileColumns }).where(eq(suppliers.id, supplierId))
    await askForFile(tx, runId)
  })
}

/** Asks for the next stretch of a list, in the caller's transaction. */
export async function askForFile(tx: Db, runId: string): Promise<void> {
  await addJob(tx, { task: 'supplier-file', key: `supplier-file:${runId}`, payload: { runId } })
}

/** Goes on with a list from where it is, a hundred rows in each transaction, for so long at most. */
export async function runFile(
  { db }: Pick<SupplierParts, 'db'>,
  runId: string,
  { forMs = 20_000 } = {},
): Promise<{ outcome: 'done' | 'stopped' | 'waiting' }> {
  const until = Date.now() + forMs
  for (;;) {
    const outcome = await db.transaction((tx) => takeRows(tx, runId))
    if (outcome !== 'more') return { outcome }
    if (Date.now() > until) return { outcome: 'waiting' }
  }
}

async function takeRows(tx: Db, runId: string): Promise<'more' | 'done' | 'stopped'> {
  const [run] = await tx.select().from(supplierRuns).where(eq(supplierRuns.id, runId)).for('update')
  if (run?.state !== 'running') return 'stopped'
  const [supplier] = await tx.select().from(suppliers).where(eq(suppliers.id, run.supplierId))
  if (!supplier) return 'stopped'
  const [head] = await tx
    .select()
    .from(supplierFileRows)
    .where(eq(supplierFileRows.runId, runId))
    .orderBy(asc(supplierFileRows.line))
    .limit(1)
  if (!head) return 'stopped'
  const rows = await tx
    .select()
    .from(supplierFileRows)
    .where(
      and(
        eq(supplierFileRows.runId, runId),
        isNull(supplierFileRows.outcome),
        gt(supplierFileRows.line, head.line),
      ),
    )
    .orderBy(asc(supplierFileRows.line))
    .limit(takenAtOnce)
  for (const { line, cells } of rows) {
    const columns: ColumnNames = supplier.fileColumns
    const product = productOfRow({ head: head.cells, cells, columns, supplier })
    const isBad = 'problem' in product
    const source = { supplierId: supplier.id, runId, sourceUrl: `line ${line}` }
    if (!isBad) await keepItems(tx, source, [product])
    await tx
      .update(supplierFileRows)
      .set(isBad ? { outcome: 'bad', problem: product.problem } : { outcome: 'kept' })
      .where(and(eq(supplierFileRows.runId, runId), eq(supplierFileRows.line, line)))
  }
  if (rows.length === takenAtOnce) return 'more'
  await finish(tx, runId)
  return 'done'
}

/** A list may be of some products alone, so what is not in it is not missing. */
async function finish(tx: Db, runId: string): Promise<void> {
  const bad = and(eq(supplierFileRows.runId, runId), eq(supplierFileRows.outcome, 'bad'))
  const badRows = await tx.$count(supplierFileRows, bad)
  const kept = and(eq(supplierFileRows.runId, runId), eq(supplierFileRows.outcome, 'kept'))
  const [first] = await tx
    .select({ line: min(supplierFileRows.line) })
    .from(supplierFileRows)
    .where(bad)
  const items = await tx.$count(supplierFileRows, kept)
  const problem =
    badRows === 0 ? null : `${badRows} rows could not be taken, the first in line ${first?.line}.`
  await tx
    .update(supplierRuns)
    .set({ state: 'done', endedAt: sql`now()`, problem, report: { items, bad_rows: badRows } })
    .where(eq(supplierRuns.id, runId))
}
