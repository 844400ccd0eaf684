import { and, eq, ne, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { products, type productStatuses, variants } from '@rose-ash/shared/db/models/market'
import { Refusal } from '@rose-ash/shared/errors'
import { type House, marketOfProduct, type Runner } from '../runner.ts'
import { type Teller, tellOfProduct } from '@rose-ash/shared/services/market/tell-of-product'

export type ProductStatus = (typeof productStatuses)[number]

/** A product without anything that could be put into a basket. */
export class NothingToSell extends Refusal {
  constructor() {
    super('nothing_to_sell', 409, 'Nothing of it can be bought yet. Add a size with a price first.')
  }
}

export interface StatusChange {
  runner: Runner
  productId: string
  status: ProductStatus
}

/**
 * Puts a product on its shelf, takes it off or lays it away, and tells everybody: `Create` when it
 * appears, `Delete` when it goes. Asked twice, it happens once. Answers whether it changed.
 *
 * @throws {NothingToSell} for a product without an active size.
 */
export async function changeStatus(db: Db, house: House, change: StatusChange): Promise<boolean> {
  const { runner, productId, status } = change
  await marketOfProduct(db, house, runner, productId)
  return db.transaction(async (tx) => changeStatusIn(tx, house, { productId, status }))
}

/** The same within a transaction of somebody who was let in already. */
export async function changeStatusIn(
  tx: Db,
  house: Teller,
  { productId, status }: Omit<StatusChange, 'runner'>,
): Promise<boolean> {
  const [before] = await tx
    .select({ status: products.status })
    .from(products)
    .where(and(eq(products.id, productId), ne(products.status, status)))
    .for('update')
  if (!before) return false
  const sold = await tx.$count(
    variants,
    and(eq(variants.productId, productId), eq(variants.active, true)),
  )
  if (status === 'published' && sold === 0) throw new NothingToSell()
  await tx
    .update(products)
    .set({
      status,
      version: sql`${products.version} + 1`,
      updatedAt: sql`now()`,
      ...(status === 'published' && { publishedAt: sql`coalesce(${products.publishedAt}, now())` }),
    })
    .where(eq(products.id, productId))
  if (status === 'published') await tellOfProduct(tx, house, 'Create', productId)
  else if (before.status === 'published') await tellOfProduct(tx, house, 'Delete', productId)
  return true
}
