import { and, count, eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { proposals, supplierItems } from '@rose-ash/shared/db/models/market-review'
import { supplierPages, supplierRuns, suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import { putProposal } from '../review/propose.ts'
import type { Bounds } from './keep-page.ts'

const missesUntilGone = 2
const read = ['ok', 'unchanged'] as const
const answered = new Set<string>([...read, 'gone', 'not_html'])

/** Ends a run whose pages are all read: writes its report, and what is gone after two misses in a row. */
export async function finishRun(db: Db, runId: string, bounds: Bounds): Promise<void> {
  await db.transaction(async (tx) => {
    const [run] = await tx
      .select()
      .from(supplierRuns)
      .where(and(eq(supplierRuns.id, runId), eq(supplierRuns.state, 'running')))
      .for('update')
    if (!run) return
    const pages = await pagesOf(tx, runId)
    const start = pages.find(({ depth }) => depth === 0)
    const hasStart = start !== undefined && read.some((outcome) => outcome === start.outcome)
    const seen = await tx.$count(supplierItems, eq(supplierItems.lastRunId, runId))
    const isWhole =
      pages.every(({ kind, outcome }) => kind === 'product' || answered.has(outcome ?? '')) &&
      pages.reduce((sum, page) => sum + page.count, 0) < bounds.pages &&
      pages.every(({ depth }) => depth < bounds.depth)
    const isComplete = hasStart && isWhole && seen > 0
    if (isComplete) await countMisses(tx, run)
    await tx
      .update(supplierRuns)
      .set({
        state: hasStart ? 'done' : 'failed',
        isComplete,
        endedAt: sql`now()`,
        report: await reportOf(tx, runId, { pages, seen }),
        problem: problemOf({ start, seen, isWhole }),
      })
      .where(eq(supplierRuns.id, runId))
    await planNext(tx, run.supplierId)
  })
}

type Pages = Awaited<ReturnType<typeof pagesOf>>

function pagesOf(tx: Db, runId: string) {
  const { kind, outcome, depth } = supplierPages
  return tx
    .select({ kind, outcome, depth, count: count() })
    .from(supplierPages)
    .where(eq(supplierPages.runId, runId))
    .groupBy(kind, outcome, depth)
    .orderBy(depth)
}

/**
 * What this run did not see is missed once more, but not what is on pages that could not be read: they
 * may show it. Missed twice in a row, it is proposed as gone.
 */
async function countMisses(tx: Db, run: typeof supplierRuns.$inferSelect): Promise<void> {
  const { supplierId, id: runId } = run
  const missed = await tx
    .update(supplierItems)
    .set({ misses: sql`${supplierItems.misses} + 1` })
    .where(
      and(
        eq(supplierItems.supplierId, supplierId),
        sql`${supplierItems.lastRunId} is distinct from ${runId}`,
        sql`not exists (
          select 1 from ${supplierPages} as page
          where page.supplier_id = ${supplierId} and page.run_id = ${runId}
            and page.outcome not in ('ok', 'unchanged', 'gone', 'not_html')
            and ${supplierItems.id} = any(page.item_ids))`,
      ),
    )
    .returning()
  for (const item of missed) {
    const { accepted, rejected, misses } = item
    if (misses < missesUntilGone || accepted?.availability === 'gone') continue
    if (rejected.availability === 'gone') continue
    const from = accepted?.availability ?? null
    const gone = [{ field: 'availability', from, to: 'gone' }]
    // What never was ours is not gone; it is only no longer offered.
    const changes = accepted === null ? [] : gone
    await putProposal(tx, { item, kind: 'gone', changes, runId })
  }
}

async function reportOf(tx: Db, runId: string, { pages, seen }: { pages: Pages; seen: number }) {
  const proposed = await tx
    .select({ kind: proposals.kind, state: proposals.state, count: count() })
    .from(proposals)
    .where(and(eq(proposals.runId, runId), inArray(proposals.state, ['open', 'accepted'])))
    .groupBy(proposals.kind, proposals.state)
  const report: Record<string, number> = { items: seen }
  for (const { outcome, count: n } of pages)
    report[`page_${outcome}`] = (report[`page_${outcome}`] ?? 0) + n
  for (const { kind, state, count: n } of proposed)
    report[state === 'open' ? `item_${kind}` : 'by_rule'] = n
  return report
}

function problemOf({
  start,
  seen,
  isWhole,
}: {
  start: Pages[number] | undefined
  seen: number
  isWhole: boolean
}): string | null {
  const outcome = start?.outcome
  if (outcome === 'refused')
    return 'The shop’s robots.txt, or its address, keeps us from reading it.'
  if (!outcome || !read.some((one) => one === outcome))
    return 'The page where the catalogue begins could not be read.'
  if (seen === 0) return 'No product was found. Try the recipe on one of its pages.'
  return isWhole ? null : 'Not all of it could be read, so nothing counts as missing.'
}

/** The next visit is so long after this one; never twice at once. */
async function planNext(tx: Db, supplierId: string): Promise<void> {
  await tx
    .update(suppliers)
    .set({ nextRunAt: sql`now() + ${suppliers.everyHours} * interval '1 hour'` })
    .where(eq(suppliers.id, supplierId))
}
