import { and, eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { Db } from '@rose-ash/shared/db'
import { products } from '@rose-ash/shared/db/models/market'
import { addJob, type TaskList } from '@rose-ash/shared/jobs'
import { tellOfProduct } from '@rose-ash/shared/services/market/tell-of-product'
import { z } from 'zod'

/**
 * Asks, in the caller's transaction, for everybody to be told what a product is like now: several
 * changes at once are told once, and those of a draft not at all.
 */
export function askToTell(tx: Db, productId: string): Promise<void> {
  return addJob(tx, {
    task: 'tell-product',
    key: `tell-product:${productId}`,
    payload: { productId },
  })
}

const Payload = z.object({ productId: z.uuid() })

/** Tells what `askToTell` asks for. */
export const tellTasks = ({ db, services, appConfig }: FastifyInstance): TaskList => ({
  async 'tell-product'(payload) {
    await tellChange(db, { services, appConfig }, Payload.parse(payload).productId)
  },
})

/** Tells everybody what a product on the shelf is like now. */
export async function tellChange(
  db: Db,
  house: Parameters<typeof tellOfProduct>[1],
  productId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const [shown] = await tx
      .select({ id: products.id })
      .from(products)
      .where(and(eq(products.id, productId), eq(products.status, 'published')))
      .for('share')
    if (shown) await tellOfProduct(tx, house, 'Update', productId)
  })
}
