import { asc, eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { categories } from '@rose-ash/shared/db/models/market-shelves'
import type { suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import { reviewFields } from './comparable.ts'
import type { ManyDecided } from './decide-many.ts'
import { openProposals, type ReviewFilter } from './queries.ts'
import { reviewRow } from './review-row.ts'

const atOnce = 50

interface Review {
  asked: ReviewFilter
  result?: ManyDecided
  /** How many were decided on, to be shown again when some of it was refused. */
  typed?: { scope: string; categoryId?: string | undefined; gone?: string | undefined }
}

/** What the review shows: what waits under a filter, and what came of deciding many. */
export async function reviewPage(
  { db, appConfig }: FastifyInstance,
  supplier: typeof suppliers.$inferSelect,
  { asked, result, typed }: Review,
) {
  const { rows, total } = await openProposals(db, supplier.id, { ...asked, limit: atOnce })
  const shelves = await db
    .select({ id: categories.id, title: categories.title })
    .from(categories)
    .where(eq(categories.marketId, supplier.marketId))
    .orderBy(asc(categories.title))
  const refusals = new Map(result?.refused.map((one) => [one.proposalId, one]))
  return {
    page: { title: `Review of ${supplier.title}`, unlisted: true },
    supplier,
    rows: rows.map((row) => {
      const refusal = refusals.get(row.id)
      // What changed meanwhile has to be looked at before it is ticked again.
      const isTicked = typed?.scope === 'chosen' && refusal?.version === row.version
      return { ...reviewRow(row, supplier.currency), refusal: refusal?.why, isTicked }
    }),
    typed: refusals.size > 0 ? typed : undefined,
    total,
    filter: asked,
    fields: reviewFields,
    categories: shelves,
    result,
    next: rows.length < atOnce ? undefined : rows.at(-1)?.id,
    timeZone: appConfig.timeZone,
  }
}
