import { and, asc, count, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { supplierItems, supplierPictures } from '@rose-ash/shared/db/models/market-review'

export interface PictureProgress {
  waiting: number
  taken: number
  /** Those that could not be taken over, by title, and how many there are. */
  failed: number
  failures: { title: string; url: string; problem: string | null }[]
}

/** How far taking over a supplier's pictures is. */
export async function picturesOf(db: Db, supplierId: string): Promise<PictureProgress> {
  const { outcome, url, problem, itemId } = supplierPictures
  const mine = eq(supplierPictures.supplierId, supplierId)
  const rows = await db
    .select({ outcome, count: count() })
    .from(supplierPictures)
    .where(mine)
    .groupBy(outcome)
  const of = (wanted: (typeof rows)[number]['outcome']) =>
    rows.find((row) => row.outcome === wanted)?.count ?? 0
  const failures = await db
    .select({ title: supplierItems.title, url, problem })
    .from(supplierPictures)
    .innerJoin(supplierItems, eq(supplierItems.id, itemId))
    .where(and(mine, eq(outcome, 'failed')))
    .orderBy(asc(supplierItems.title))
    .limit(50)
  return { waiting: of(null), taken: of('taken'), failed: of('failed'), failures }
}
