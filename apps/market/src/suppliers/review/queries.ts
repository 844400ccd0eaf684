import { and, asc, count, eq, gt, sql } from 'drizzle-orm'
import { type Db, has } from '@rose-ash/shared/db'
import { variants } from '@rose-ash/shared/db/models/market'
import { observations, proposals, supplierItems } from '@rose-ash/shared/db/models/market-review'

export interface ReviewFilter {
  kind?: 'new' | 'changed' | 'gone' | undefined
  /** Only changes of this field. */
  field?: string | undefined
  /** Words of the title. */
  words?: string | undefined
  /** The last one of the page before. */
  after?: string | undefined
}

/** What waits for a decision, the oldest first, with what our market has, and how many there are. */
export async function openProposals(
  db: Db,
  supplierId: string,
  filter: ReviewFilter & { limit: number },
) {
  const { kind, field, words, after, limit } = filter
  const open = and(
    eq(proposals.supplierId, supplierId),
    eq(proposals.state, 'open'),
    kind ? eq(proposals.kind, kind) : undefined,
    field ? sql`${proposals.changes} @> ${JSON.stringify([{ field }])}::jsonb` : undefined,
    words ? has(supplierItems.title, words) : undefined,
  )
  const rows = await db
    .select({
      id: proposals.id,
      version: proposals.version,
      kind: proposals.kind,
      changes: proposals.changes,
      title: supplierItems.title,
      externalId: supplierItems.externalId,
      url: supplierItems.url,
      caseSize: supplierItems.caseSize,
      found: supplierItems.found,
      ourPriceMinor: variants.priceMinor,
      seenAt: observations.at,
      sourceUrl: observations.sourceUrl,
    })
    .from(proposals)
    .innerJoin(supplierItems, eq(supplierItems.id, proposals.itemId))
    .leftJoin(variants, eq(variants.id, supplierItems.variantId))
    .leftJoin(observations, eq(observations.id, proposals.observationId))
    .where(and(open, after === undefined ? undefined : gt(proposals.id, after)))
    .orderBy(asc(proposals.id))
    .limit(limit)
  const [all] = await db
    .select({ total: count() })
    .from(proposals)
    .innerJoin(supplierItems, eq(supplierItems.id, proposals.itemId))
    .where(open)
  return { rows, total: all?.total ?? 0 }
}

/** How many proposals of each kind wait. */
export async function waitingByKind(db: Db, supplierId: string): Promise<Record<string, number>> {
  const rows = await db
    .select({ kind: proposals.kind, count: count() })
    .from(proposals)
    .where(and(eq(proposals.supplierId, supplierId), eq(proposals.state, 'open')))
    .groupBy(proposals.kind)
  return Object.fromEntries(rows.map(({ kind, count: n }) => [kind, n]))
}
