import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { handovers } from '@rose-ash/shared/db/models/cart-terms'
import type { Shop } from '../shop.ts'
import { HandedOverAlready } from './errors.ts'
import { checkWeighed, type Handing, openHandover } from './open-handover.ts'

/**
 * Writes down that a page's goods of an order are packed, and has the buyer told, once for each page.
 *
 * @throws {NotWeighedYet} @throws {NotToHandOver} @throws {NotFound} @throws {Forbidden}
 */
export async function markPacked(db: Db, shop: Shop, handing: Handing): Promise<void> {
  await db.transaction(async (tx) => {
    const { order, handover } = await openHandover(tx, shop, handing)
    if (handover.packedAt) return
    await checkWeighed(tx, handing)
    await tx
      .update(handovers)
      .set({ packedAt: sql`now()`, toldAt: sql`coalesce(${handovers.toldAt}, now())` })
      .where(and(eq(handovers.id, handover.id), isNull(handovers.packedAt)))
    // Unpacked and packed again, nobody is told twice.
    if (handover.toldAt) return
    const path = `/orders/${order.id}#handover-${handover.id}`
    const orderStatus =
      handover.kind === 'pickup' ? 'schema:OrderPickupAvailable' : 'schema:OrderInTransit'
    await shop.services.federation.publish(tx, {
      app: 'cart',
      type: 'Update',
      object: { type: 'Order', path, orderStatus },
    })
  })
}

/**
 * Takes back that a page's goods of an order are packed.
 *
 * @throws {HandedOverAlready} @throws {NotToHandOver} @throws {NotFound} @throws {Forbidden}
 */
export async function unpack(db: Db, shop: Shop, handing: Handing): Promise<void> {
  await db.transaction(async (tx) => {
    const { handover } = await openHandover(tx, shop, handing)
    if (handover.doneAt) throw new HandedOverAlready()
    await tx
      .update(handovers)
      .set({ packedAt: null })
      .where(and(eq(handovers.id, handover.id), isNotNull(handovers.packedAt)))
  })
}
