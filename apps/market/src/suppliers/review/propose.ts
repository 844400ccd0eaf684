import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { type FieldChange, proposals } from '@rose-ash/shared/db/models/market-review'
import { type Comparable, changesOf } from './comparable.ts'
import type { Item } from './item.ts'
import { acceptByRule } from './accept-by-rule.ts'

interface Seen {
  item: Item
  seen: Comparable
  /** Without one, nothing new was seen. */
  observationId?: number
  runId: string
}

/**
 * Puts what differs from what our market knows into the review queue, as the item's one open
 * proposal. What differs no longer leaves the queue; what a rule accepts never gets there.
 */
export async function propose(tx: Db, { item, observationId, runId, ...now }: Seen): Promise<void> {
  // What was gone and is shown again is there again, even where the page does not say it.
  const isBack = item.accepted?.availability === 'gone' && now.seen.availability === undefined
  const seen = isBack ? { ...now.seen, availability: 'in_stock' as const } : now.seen
  const rejected = item.rejected as Comparable
  const isNew = item.accepted === null
  const all = changesOf(item.accepted ?? {}, rejected, seen)
  const wanted = isNew && !isWorthAsking(all, rejected) ? [] : all
  const changes = isNew ? wanted : await acceptByRule(tx, { item, changes: wanted, runId })
  const kind = isNew ? 'new' : 'changed'
  const seenNow = observationId === undefined ? {} : { observationId }
  await putProposal(tx, { item, kind, changes, runId, ...seenNow })
}

/** What nobody wanted is not offered again because there are now twelve of it. */
function isWorthAsking(changes: FieldChange[], rejected: Comparable): boolean {
  if (Object.keys(rejected).length === 0) return true
  return changes.some(({ field }) => field === 'price' || field === 'name')
}

interface Proposal {
  item: Pick<Item, 'id' | 'supplierId'>
  kind: 'new' | 'changed' | 'gone'
  changes: FieldChange[]
  observationId?: number
  runId: string
}

/** Writes the item's open proposal anew, if it says something else; without changes there is none. */
export async function putProposal(tx: Db, proposal: Proposal): Promise<void> {
  const { item, kind, changes, observationId = null, runId } = proposal
  if (changes.length === 0) {
    const open = and(eq(proposals.itemId, item.id), eq(proposals.state, 'open'))
    await tx.delete(proposals).where(open)
    return
  }
  const { id: itemId, supplierId } = item
  await tx
    .insert(proposals)
    .values({ itemId, supplierId, kind, changes, observationId, runId })
    .onConflictDoUpdate({
      target: proposals.itemId,
      targetWhere: sql`state = 'open'`,
      set: { kind, changes, observationId, runId, version: sql`${proposals.version} + 1` },
      setWhere: sql`${proposals.kind} <> excluded.kind or ${proposals.changes} <> excluded.changes`,
    })
}
