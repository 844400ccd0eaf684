import { sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { supplierPictures } from '@rose-ash/shared/db/models/market-review'
import { addJob } from '@rose-ash/shared/jobs'

interface Wanted {
  item: { id: string; supplierId: string }
  /** Where the supplier has it. */
  url: string
}

/**
 * Asks, in the caller's transaction, for a supplier's picture to be taken over into our media library
 * and onto the product that the item is. The same one wanted again is fetched again if it failed.
 */
export async function wantPicture(tx: Db, { item, url }: Wanted): Promise<void> {
  const { id: itemId, supplierId } = item
  const anew = { url, outcome: null, problem: null, attempts: 0, notBefore: null }
  await tx
    .insert(supplierPictures)
    .values({ itemId, supplierId, url })
    .onConflictDoUpdate({
      target: supplierPictures.itemId,
      set: anew,
      setWhere: sql`${supplierPictures.url} <> excluded.url or ${supplierPictures.outcome} = 'failed'`,
    })
  await askForPictures(tx, supplierId)
}

/** Asks for a supplier's waiting pictures to be fetched, one after the other. */
export function askForPictures(tx: Db, supplierId: string, runAt?: Date): Promise<void> {
  const key = `supplier-pictures:${supplierId}`
  const payload = { supplierId }
  return addJob(tx, { task: 'supplier-pictures', key, payload, ...(runAt && { runAt }) })
}
