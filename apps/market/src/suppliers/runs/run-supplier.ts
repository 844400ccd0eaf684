import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { supplierRuns, suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import type { PageOutcome } from '../../scraping/fetch/fetch-page.ts'
import { recipe } from '../../scraping/recipe/recipe.ts'
import type { SupplierParts } from '../supplier-parts.ts'
import { claimPage, type Page, postponePage, waitingPages } from './claim-page.ts'
import { finishRun } from './finish-run.ts'
import { type Bounds, type KeptPage, keepPage } from './keep-page.ts'
import { readPageApart } from './read-page-apart.ts'
import { visitPage } from './visit-page.ts'
import { words } from './words.ts'

export interface RunOptions {
  /** How long to go on at once. */
  forMs?: number
  /** For how long a page is somebody's who may have died over it. */
  leaseMs?: number
  /** The first wait after a page that did not come; it doubles each time. */
  backOffMs?: number
  bounds?: Bounds
}

export type RunResult = { outcome: 'done' | 'stopped' } | { outcome: 'waiting'; at: Date }

const usual = {
  forMs: 20_000,
  leaseMs: 90_000,
  backOffMs: 10_000,
  bounds: { pages: 20_000, depth: 1_000 },
}
const mostTries = 4
/** A wait that is longer is left to a later job. */
const longestWaitMs = 5_000

type Supplier = typeof suppliers.$inferSelect

/**
 * Goes on with a run from where it is, page by page, for so long at most. Several may do so at once.
 * Each page is kept together with what it leads to, so it may be stopped or killed anywhere.
 */
export async function runSupplier(
  parts: SupplierParts,
  runId: string,
  options: RunOptions = {},
): Promise<RunResult> {
  const { db } = parts
  const { forMs, leaseMs, backOffMs, bounds } = { ...usual, ...options }
  const until = Date.now() + forMs
  for (;;) {
    const supplier = await runningSupplier(parts, runId)
    if (!supplier) return { outcome: 'stopped' }
    if (Date.now() > until) return { outcome: 'waiting', at: new Date() }
    const page = await claimPage(db, runId, leaseMs)
    if (page) {
      const at = await takePage({ parts, supplier, backOffMs, bounds }, page)
      if (at && at.getTime() > Date.now() + longestWaitMs) return { outcome: 'waiting', at }
      continue
    }
    const { count, waitMs } = await waitingPages(db, runId)
    if (count === 0) {
      await finishRun(db, runId, bounds)
      await parts.purge([`market:${supplier.marketId}`])
      return { outcome: 'done' }
    }
    if (waitMs > longestWaitMs) return { outcome: 'waiting', at: new Date(Date.now() + waitMs) }
    await sleep(Math.max(20, waitMs))
  }
}

async function runningSupplier({ db }: SupplierParts, runId: string) {
  const [row] = await db
    .select({ state: supplierRuns.state, kind: supplierRuns.kind, supplier: suppliers })
    .from(supplierRuns)
    .innerJoin(suppliers, eq(suppliers.id, supplierRuns.supplierId))
    .where(eq(supplierRuns.id, runId))
  return row?.state === 'running' && row.kind === 'web' ? row.supplier : undefined
}

interface Work {
  parts: SupplierParts
  supplier: Supplier
  backOffMs: number
  bounds: Bounds
}

/** @returns when the page is to be tried again, if it is. */
async function takePage(work: Work, page: Page): Promise<Date | undefined> {
  const { parts, supplier, backOffMs, bounds } = work
  const { db } = parts
  const visit = await visitPage({ ...parts, supplier }, page, longestWaitMs)
  const isLast = page.attempts >= mostTries
  if (!visit.asked) {
    if (visit.asTried && isLast) {
      const problem = visit.problem ?? 'It could not be read.'
      await keepPage(db, page, { kept: { outcome: 'refused', problem }, bounds })
      return undefined
    }
    await postponePage(db, page, visit)
    return visit.at
  }
  const { outcome } = visit
  if (mayBetterLater(outcome) && !isLast) {
    const wait = backOffMs * 2 ** (page.attempts - 1)
    const at = outcome.outcome === 'retry_later' ? outcome.at : new Date(Date.now() + wait)
    await postponePage(db, page, { at, asTried: true, problem: words(outcome) })
    return at
  }
  await keepPage(db, page, { kept: await keptOf(supplier, page, outcome), bounds })
  return undefined
}

/** What may be another time: the site is busy, broken or away. What it refuses, it refuses again. */
function mayBetterLater(outcome: PageOutcome): boolean {
  if (outcome.outcome === 'failed') return outcome.status >= 500
  return ['retry_later', 'too_late', 'not_reachable'].includes(outcome.outcome)
}

async function keptOf(supplier: Supplier, page: Page, outcome: PageOutcome): Promise<KeptPage> {
  const status = 'status' in outcome ? { status: outcome.status } : {}
  if (outcome.outcome === 'unchanged') return { outcome: 'unchanged', ...status }
  if (outcome.outcome === 'retry_later')
    return { outcome: 'failed', ...status, problem: words(outcome) }
  if (outcome.outcome !== 'ok')
    return { outcome: outcome.outcome, ...status, problem: words(outcome) }
  const { contentHash, etag, lastModified, size: bytes, text, finalUrl: url } = outcome
  const validators = { ...(etag && { etag }), ...(lastModified && { lastModified }) }
  const kept = { ...status, ...validators, contentHash, bytes }
  // The recipe decides what a page says, so a changed one has every page read anew.
  if (contentHash === page.contentHash) return { ...kept, outcome: 'unchanged' }
  const parsed = recipe.safeParse(supplier.recipe ?? {})
  const { locale, currency } = supplier
  const rules = parsed.success ? parsed.data : recipe.parse({})
  const read = await readPageApart({ text, url, kind: page.kind, recipe: rules, locale, currency })
  return { ...kept, outcome: 'ok', read, ...(read.problem && { problem: read.problem }) }
}
