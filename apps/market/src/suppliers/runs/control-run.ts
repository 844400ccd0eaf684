import { and, desc, eq, isNull, lte, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { supplierPages, supplierRuns, suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import { addJob } from '@rose-ash/shared/jobs'
import { normaliseUrl } from '../../scraping/recipe/normalise-url.ts'
import { NoStartUrl, NotStopped, RunsAlready } from '../errors.ts'
import { askForFile } from '../files/run-file.ts'
import { managedSupplier } from '../manages.ts'
import type { SupplierParts } from '../supplier-parts.ts'
import { enqueue } from './keep-page.ts'
import { orRunsAlready } from './or-runs-already.ts'

type Parts = Pick<SupplierParts, 'db' | 'services'>
type ByPerson = { personId: string; supplierId: string }
type Supplier = typeof suppliers.$inferSelect

/** Asks for the next stretch of a run, in the caller's transaction. */
export async function askForRun(tx: Db, runId: string, runAt?: Date): Promise<void> {
  const key = `supplier-run:${runId}`
  await addJob(tx, { task: 'supplier-run', key, payload: { runId }, ...(runAt && { runAt }) })
}

/**
 * Begins to read a supplier's catalogue.
 *
 * @returns the run's id.
 * @throws {NotFound} @throws {NotManaging} @throws {NoStartUrl}
 * @throws {RunsAlready} when it is being read.
 */
export async function startRun(parts: Parts, { personId, supplierId }: ByPerson): Promise<string> {
  const supplier = await managedSupplier(parts, { personId, supplierId })
  return parts.db.transaction((tx) => beginRun(tx, supplier, personId))
}

async function beginRun(tx: Db, supplier: Supplier, startedBy: string | null): Promise<string> {
  const { id: supplierId, startUrl } = supplier
  const url = normaliseUrl(startUrl ?? '', 'http://invalid.invalid')
  if (startUrl === null || url === undefined) throw new NoStartUrl()
  // As whoever begins a price list has it, before there is a row that runs.
  await tx
    .select({ id: suppliers.id })
    .from(suppliers)
    .where(eq(suppliers.id, supplierId))
    .for('update')
  const [run] = await tx
    .insert(supplierRuns)
    .values({ supplierId, kind: 'web', startedBy })
    .onConflictDoNothing()
    .returning({ id: supplierRuns.id })
  if (!run) throw new RunsAlready()
  const kind = /\.xml(\.gz)?$/i.test(new URL(url).pathname) ? 'sitemap' : 'list'
  await enqueue(tx, [{ supplierId, url, kind, depth: 0, runId: run.id }])
  await askForRun(tx, run.id)
  return run.id
}

/** Stops what runs after the page it is at. Asked again, it changes nothing. */
export async function stopRun(parts: Parts, { personId, supplierId }: ByPerson): Promise<void> {
  await managedSupplier(parts, { personId, supplierId })
  await parts.db
    .update(supplierRuns)
    .set({ state: 'stopped', endedAt: sql`now()` })
    .where(and(eq(supplierRuns.supplierId, supplierId), eq(supplierRuns.state, 'running')))
}

/**
 * Goes on with a stopped run where it was.
 *
 * @throws {NotStopped} when the supplier's newest run is not a stopped one.
 * @throws {RunsAlready} when an older one goes on, such as a price list.
 */
export async function resumeRun(parts: Parts, { personId, supplierId }: ByPerson): Promise<void> {
  await managedSupplier(parts, { personId, supplierId })
  await parts.db.transaction(async (tx) => {
    const newest = tx
      .select({ id: supplierRuns.id })
      .from(supplierRuns)
      .where(eq(supplierRuns.supplierId, supplierId))
      .orderBy(desc(supplierRuns.id))
      .limit(1)
    const [run] = await orRunsAlready(
      tx
        .update(supplierRuns)
        .set({ state: 'running', endedAt: null })
        .where(and(eq(supplierRuns.id, newest), eq(supplierRuns.state, 'stopped')))
        .returning({ id: supplierRuns.id, kind: supplierRuns.kind }),
    )
    if (!run) throw new NotStopped()
    if (run.kind === 'file') return askForFile(tx, run.id)
    await hurry(tx, run.id)
    return askForRun(tx, run.id)
  })
}

/** Begins the runs that are due. One that is still being read, or has no address, is passed over. */
export async function startDueRuns(db: Db): Promise<number> {
  const due = await db
    .select()
    .from(suppliers)
    .where(lte(suppliers.nextRunAt, sql`now()`))
    .limit(100)
  let begun = 0
  for (const supplier of due) {
    // Whoever moves the date on is the one who begins it, so that two processes begin one.
    const wasMine = await db.transaction(async (tx) => {
      const moved = await tx
        .update(suppliers)
        .set({ nextRunAt: sql`now() + ${suppliers.everyHours} * interval '1 hour'` })
        .where(and(eq(suppliers.id, supplier.id), lte(suppliers.nextRunAt, sql`now()`)))
        .returning({ id: suppliers.id })
      if (moved.length === 0 || supplier.startUrl === null) return false
      const isRunning = and(
        eq(supplierRuns.supplierId, supplier.id),
        eq(supplierRuns.state, 'running'),
      )
      const running = await tx.$count(supplierRuns, isRunning)
      if (running > 0) return false
      await beginRun(tx, supplier, null)
      return true
    })
    if (wasMine) begun += 1
  }
  return begun
}

/** Lets a run's pages that wait be taken now: what was said before may be over. */
async function hurry(tx: Db, runId: string): Promise<void> {
  await tx
    .update(supplierPages)
    .set({ notBefore: null })
    .where(and(eq(supplierPages.runId, runId), isNull(supplierPages.outcome)))
}
