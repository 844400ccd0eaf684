import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { supplierPages } from '@rose-ash/shared/db/models/market-suppliers'

export type Page = typeof supplierPages.$inferSelect

/**
 * Takes one waiting page of a run, for `leaseMs`: whoever dies over it leaves it to the next one.
 * Many may ask at once, and each gets another page.
 */
export async function claimPage(db: Db, runId: string, leaseMs: number): Promise<Page | undefined> {
  const { rows } = await db.execute<{ url: string }>(sql`
    update ${supplierPages} set attempts = attempts + 1, not_before = ${afterMs(leaseMs)}
    where (supplier_id, url) = (
      select supplier_id, url from ${supplierPages}
      where run_id = ${runId} and outcome is null and (not_before is null or not_before <= now())
      order by depth, url limit 1 for update skip locked)
    returning url`)
  const [claimed] = rows
  if (!claimed) return undefined
  const [page] = await db
    .select()
    .from(supplierPages)
    .where(and(eq(supplierPages.runId, runId), eq(supplierPages.url, claimed.url)))
  return page
}

/** Gives a page back, to be taken at `at`; `asTried` when it was asked for and did not come. */
export async function postponePage(
  db: Db,
  { supplierId, url, runId }: Page,
  { at, asTried, problem }: { at: Date; asTried: boolean; problem?: string },
): Promise<void> {
  const { supplierId: supplier, url: address, runId: run, outcome } = supplierPages
  await db
    .update(supplierPages)
    .set({
      notBefore: at,
      ...(problem !== undefined && { problem }),
      ...(!asTried && { attempts: sql`greatest(0, ${supplierPages.attempts} - 1)` }),
    })
    .where(
      and(
        eq(supplier, supplierId),
        eq(address, url),
        eq(run, runId ?? supplierId),
        isNull(outcome),
      ),
    )
}

/** How many pages of a run wait, and when the first of them may be taken; null: now. */
export async function waitingPages(
  db: Db,
  runId: string,
): Promise<{ count: number; waitMs: number }> {
  const [row] = await db
    .select({
      count: sql<number>`count(*)::int`,
      waitMs: sql<number>`coalesce(extract(epoch from
        min(coalesce(${supplierPages.notBefore}, now())) - now()) * 1000, 0)::float8`,
    })
    .from(supplierPages)
    .where(and(eq(supplierPages.runId, runId), isNull(supplierPages.outcome)))
  return { count: row?.count ?? 0, waitMs: Math.max(0, row?.waitMs ?? 0) }
}

const afterMs = (ms: number) => sql`now() + ${ms}::float8 * interval '1 millisecond'`
