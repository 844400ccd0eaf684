import { eq } from 'drizzle-orm'
import { markets } from '@rose-ash/shared/db/models/market'
import { suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import { NotFound } from '@rose-ash/shared/errors'
import { NotManaging } from './errors.ts'
import type { SupplierParts } from './supplier-parts.ts'

type Parts = Pick<SupplierParts, 'db' | 'services'>

/** @throws {NotManaging} for everybody but administrators and those who run the market's page. */
export async function checkManages(
  { db, services }: Parts,
  { personId, marketId }: { personId: string; marketId: string },
): Promise<void> {
  if (await services.account.hasRole(db, personId, 'admin')) return
  const page = services.blog.attachedPage('market', markets.id)
  const [market] = await db.select({ page }).from(markets).where(eq(markets.id, marketId))
  const pageId = market?.page?.id
  if (pageId && (await services.blog.managesPage(db, pageId, personId))) return
  throw new NotManaging()
}

/**
 * A supplier, for those who may see and change it.
 *
 * @throws {NotFound} when there is none, and {NotManaging} for everybody else.
 */
export async function managedSupplier(
  parts: Parts,
  { personId, supplierId }: { personId: string; supplierId: string },
): Promise<typeof suppliers.$inferSelect> {
  const [supplier] = await parts.db.select().from(suppliers).where(eq(suppliers.id, supplierId))
  if (!supplier) {
    // Strangers learn nothing of which suppliers there are.
    if (await parts.services.account.hasRole(parts.db, personId, 'admin'))
      throw new NotFound('supplier')
    throw new NotManaging()
  }
  await checkManages(parts, { personId, marketId: supplier.marketId })
  return supplier
}
