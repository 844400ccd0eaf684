import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { supplierItems } from '@rose-ash/shared/db/models/market-review'
import { supplierPages, supplierRuns } from '@rose-ash/shared/db/models/market-suppliers'
import type { FoundProduct } from '../../scraping/extract/found-product.ts'
import { type Comparable, comparable, stillRejected } from '../review/comparable.ts'
import type { Item } from '../review/item.ts'
import { keepItems } from '../review/keep-items.ts'
import { propose } from '../review/propose.ts'
import type { Page } from './claim-page.ts'
import type { PageLink, PageRead } from './read-page.ts'

export interface KeptPage {
  outcome: NonNullable<Page['outcome']>
  status?: number
  problem?: string
  etag?: string
  lastModified?: string
  contentHash?: string
  bytes?: number
  /** What was read; without it, an unchanged page has what it had. */
  read?: PageRead
}

export interface Bounds {
  pages: number
  depth: number
}

/**
 * Keeps what came of a page, all of it at once: its outcome, what was seen on it, and the pages it
 * leads to. Nothing when the run was stopped meanwhile or somebody else kept it already.
 */
export async function keepPage(
  db: Db,
  page: Page,
  { kept, bounds }: { kept: KeptPage; bounds: Bounds },
): Promise<boolean> {
  const { supplierId, url, runId } = page
  if (!runId) return false
  return db.transaction(async (tx) => {
    // The run's row is the lock: what two pages say of one item comes one after the other.
    const [run] = await tx
      .select({ state: supplierRuns.state })
      .from(supplierRuns)
      .where(eq(supplierRuns.id, runId))
      .for('update')
    if (run?.state !== 'running') return false
    const { read, ...row } = kept
    const mine = and(
      eq(supplierPages.supplierId, supplierId),
      eq(supplierPages.url, url),
      eq(supplierPages.runId, runId),
      isNull(supplierPages.outcome),
    )
    // A page that comes back is read anew, even when it says that it is the one it was.
    const forgotten = { etag: null, lastModified: null, contentHash: null }
    const cleared = { problem: null, notBefore: null, fetchedAt: sql`now()` }
    const written = await tx
      .update(supplierPages)
      .set({
        ...(row.outcome === 'gone' && forgotten),
        ...cleared,
        ...row,
        ...(read && { links: read.links }),
      })
      .where(mine)
      .returning({ url: supplierPages.url })
    if (written.length === 0) return false
    const links = read?.links ?? (kept.outcome === 'unchanged' ? page.links : null) ?? []
    await follow(tx, { page, links, bounds })
    if (kept.outcome === 'unchanged' && !read) await seeAgain(tx, page)
    if (read) {
      const itemIds = await keepItems(tx, { supplierId, runId, sourceUrl: url }, read.products)
      await tx
        .update(supplierPages)
        .set({ itemIds })
        .where(and(eq(supplierPages.supplierId, supplierId), eq(supplierPages.url, url)))
    }
    return true
  })
}

/** What an unchanged page shows is there as it was; what was missed is there again. */
async function seeAgain(tx: Db, { itemIds, runId }: Page): Promise<void> {
  if (itemIds.length === 0 || !runId) return
  const shown = inArray(supplierItems.id, itemIds)
  const wasMissed = sql`(${supplierItems.misses} > 0 or ${supplierItems.accepted} ->> 'availability' = 'gone')`
  const missed = await tx.select().from(supplierItems).where(and(shown, wasMissed))
  await tx
    .update(supplierItems)
    .set({ lastRunId: runId, lastSeenAt: sql`now()`, misses: 0 })
    .where(shown)
  for (const item of missed) {
    const seen = comparable(item.found as FoundProduct)
    await propose(tx, { item: withoutMisses(item, seen), seen, runId })
  }
}

/** That it was gone is no longer refused: it may go again. */
function withoutMisses(item: Item, seen: Comparable): Item {
  return { ...item, misses: 0, rejected: stillRejected(item.rejected, seen) }
}

/** Puts pages into the queue of the run that are not in it yet, as far as its bounds go. */
async function follow(
  tx: Db,
  { page, links, bounds }: { page: Page; links: PageLink[]; bounds: Bounds },
): Promise<void> {
  const { supplierId, runId } = page
  if (links.length === 0 || !runId || page.depth >= bounds.depth) return
  const inRun = await tx.$count(supplierPages, eq(supplierPages.runId, runId))
  const room = Math.max(0, bounds.pages - inRun)
  // Those that are in the queue already need no room.
  const known = await tx
    .select({ url: supplierPages.url })
    .from(supplierPages)
    .where(
      and(
        eq(supplierPages.supplierId, supplierId),
        eq(supplierPages.runId, runId),
        inArray(
          supplierPages.url,
          links.map(({ url }) => url),
        ),
      ),
    )
  const queued = new Set(known.map(({ url }) => url))
  const fresh = links.filter(({ url }) => !queued.has(url)).slice(0, room)
  for (let at = 0; at < fresh.length; at += 1_000) {
    const depth = page.depth + 1
    const rows = fresh
      .slice(at, at + 1_000)
      .map(({ url, kind }) => ({ supplierId, url, kind, runId, depth }))
    await enqueue(tx, rows)
  }
}

type Queued = Pick<Page, 'supplierId' | 'url' | 'kind' | 'depth'> & { runId: string }

/** Lets pages wait for a run; what is remembered of them stays. */
export async function enqueue(tx: Db, rows: Queued[]): Promise<void> {
  if (rows.length === 0) return
  await tx
    .insert(supplierPages)
    .values(rows)
    .onConflictDoUpdate({
      target: [supplierPages.supplierId, supplierPages.url],
      set: {
        runId: sql`excluded.run_id`,
        kind: sql`excluded.kind`,
        depth: sql`excluded.depth`,
        attempts: 0,
        notBefore: null,
        outcome: null,
        problem: null,
      },
      setWhere: sql`${supplierPages.runId} is distinct from excluded.run_id`,
    })
}
