import { and, eq } from 'drizzle-orm'
import { supplierPictures } from '@rose-ash/shared/db/models/market-review'
import { managedSupplier } from '../manages.ts'
import type { SupplierParts } from '../supplier-parts.ts'
import { askForPictures } from './want-picture.ts'

/** Fetches the pictures again that could not be taken over. @throws {NotFound} @throws {NotManaging} */
export async function tryPicturesAgain(
  parts: Pick<SupplierParts, 'db' | 'services'>,
  by: { personId: string; supplierId: string },
): Promise<void> {
  await managedSupplier(parts, by)
  const { supplierId } = by
  await parts.db.transaction(async (tx) => {
    const anew = { outcome: null, problem: null, attempts: 0, notBefore: null }
    const again = await tx
      .update(supplierPictures)
      .set(anew)
      .where(
        and(eq(supplierPictures.supplierId, supplierId), eq(supplierPictures.outcome, 'failed')),
      )
      .returning({ itemId: supplierPictures.itemId })
    if (again.length > 0) await askForPictures(tx, supplierId)
  })
}
