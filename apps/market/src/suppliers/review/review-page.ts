import { asc, eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { categories } from '@rose-ash/shared/db/models/market-shelves'
import type { suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import { reviewFields } from './comparable.ts'
import type { ManyDecided } from './decide-many.ts'
import { openProposals, type ReviewFilter } from './queries.ts'
import { reviewRow } from './review-row.ts'

const atOnce = 50

/** What the review shows: what waits under a filter, and what came of deciding many. */
export async function reviewPage(
  { db, appConfig }: FastifyInstance,
  supplier: typeof suppliers.$inferSelect,
  { asked, result }: { asked: ReviewFilter; result?: ManyDecided },
) {
  const { rows, total } = await openProposals(db, supplier.id, { ...asked, limit: atOnce })
  const shelves = await db
    .select({ id: categories.id, title: categories.title })
    .from(categories)
    .where(eq(categories.marketId, supplier.marketId))
    .orderBy(asc(categories.title))
  return {
    page: { title: `Review of ${supplier.title}`, unlisted: true },
    supplier,
    rows: rows.map((row) => reviewRow(row, supplier.currency)),
    total,
    filter: asked,
    fields: reviewFields,
    categories: shelves,
    result,
    next: rows.length < atOnce ? undefined : rows.at(-1)?.id,
    timeZone: appConfig.timeZone,
  }
}
