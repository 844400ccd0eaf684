import { and, asc, count, desc, eq, isNotNull } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { proposals } from '@rose-ash/shared/db/models/market-review'
import { supplierPages, supplierRuns, suppliers } from '@rose-ash/shared/db/models/market-suppliers'

/** A market's suppliers by name, with how much waits for a decision. */
export async function suppliersOf(db: Db, marketId: string) {
  const waiting = db.$count(
    proposals,
    and(eq(proposals.supplierId, suppliers.id), eq(proposals.state, 'open')),
  )
  return db
    .select({ id: suppliers.id, title: suppliers.title, startUrl: suppliers.startUrl, waiting })
    .from(suppliers)
    .where(eq(suppliers.marketId, marketId))
    .orderBy(asc(suppliers.title))
}

/** A supplier's runs, the newest first. */
export async function runsOf(db: Db, supplierId: string) {
  return db
    .select()
    .from(supplierRuns)
    .where(eq(supplierRuns.supplierId, supplierId))
    .orderBy(desc(supplierRuns.id))
    .limit(20)
}

/** How far a run is: its pages by what came of them, those that wait as `waiting`. */
export async function progressOf(db: Db, runId: string): Promise<Record<string, number>> {
  const rows = await db
    .select({ outcome: supplierPages.outcome, count: count() })
    .from(supplierPages)
    .where(eq(supplierPages.runId, runId))
    .groupBy(supplierPages.outcome)
  return Object.fromEntries(rows.map(({ outcome, count: n }) => [outcome ?? 'waiting', n]))
}

/** The pages of a run that say something a person should know. */
export async function problemsOf(db: Db, runId: string) {
  const { url, outcome, status, problem } = supplierPages
  return db
    .select({ url, outcome, status, problem })
    .from(supplierPages)
    .where(and(eq(supplierPages.runId, runId), isNotNull(problem)))
    .orderBy(asc(url))
    .limit(200)
}
