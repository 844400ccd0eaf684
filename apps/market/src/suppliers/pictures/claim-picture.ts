import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { supplierPictures } from '@rose-ash/shared/db/models/market-review'

export type WaitingPicture = typeof supplierPictures.$inferSelect

/**
 * Takes one waiting picture of a supplier, for `leaseMs`: whoever dies over it leaves it to the next
 * one. Many may ask at once, and each gets another.
 */
export async function claimPicture(
  db: Db,
  supplierId: string,
  leaseMs: number,
): Promise<WaitingPicture | undefined> {
  const next = sql`(select item_id from market.supplier_pictures
    where supplier_id = ${supplierId} and outcome is null
      and (not_before is null or not_before <= now())
    order by item_id limit 1 for update skip locked)`
  const [mine] = await db
    .update(supplierPictures)
    .set({
      attempts: sql`${supplierPictures.attempts} + 1`,
      notBefore: sql`now() + ${leaseMs}::float8 * interval '1 millisecond'`,
    })
    .where(sql`${supplierPictures.itemId} = ${next}`)
    .returning()
  return mine
}

/** That this very picture still waits: another may be wanted by now. */
export const stillWaits = ({ itemId, url }: Pick<WaitingPicture, 'itemId' | 'url'>) =>
  and(
    eq(supplierPictures.itemId, itemId),
    eq(supplierPictures.url, url),
    isNull(supplierPictures.outcome),
  )

/** Gives a picture back, to be fetched at `at`; `asTried` when it was asked for and did not come. */
export async function postponePicture(
  db: Db,
  picture: WaitingPicture,
  { at, asTried }: { at: Date; asTried: boolean },
): Promise<void> {
  const attempts = asTried ? picture.attempts : Math.max(0, picture.attempts - 1)
  await db.update(supplierPictures).set({ notBefore: at, attempts }).where(stillWaits(picture))
}

/** When the next waiting picture of a supplier may be fetched; undefined when none waits. */
export async function nextPictureAt(db: Db, supplierId: string): Promise<Date | undefined> {
  const [row] = await db
    .select({
      waitMs: sql<number | null>`(extract(epoch from
        min(coalesce(${supplierPictures.notBefore}, now())) - now()) * 1000)::float8`,
    })
    .from(supplierPictures)
    .where(and(eq(supplierPictures.supplierId, supplierId), isNull(supplierPictures.outcome)))
  return row && row.waitMs !== null ? new Date(Date.now() + Math.max(0, row.waitMs)) : undefined
}
