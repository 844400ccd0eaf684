import { and, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { holds } from '@rose-ash/shared/db/models/holds'
import { holdSupplies, takeHolds } from '@rose-ash/shared/services/holds'
import type { Sale } from './sale.ts'

/**
 * Takes everything an order is made of: what it still holds, and what it held once if that is still
 * there. Nothing is left to do for what it took before.
 *
 * @throws {SoldOut} when something is gone; the transaction, or its savepoint, must roll back.
 */
export async function secureGoods(
  tx: Db,
  { order: { id: orderId }, lines }: Pick<Sale, 'order' | 'lines'>,
): Promise<void> {
  const wants = lines.flatMap(({ supplyId, quantity }) =>
    supplyId ? [{ supplyId, quantity }] : [],
  )
  const supplies = new Set(wants.map(({ supplyId }) => supplyId))
  if ((await takeHolds(tx, orderId)) === supplies.size) return
  const taken = await tx
    .select({ supplyId: holds.supplyId })
    .from(holds)
    .where(and(eq(holds.holderId, orderId), eq(holds.state, 'taken')))
  const have = new Set(taken.map(({ supplyId }) => supplyId))
  const missing = wants.filter(({ supplyId }) => !have.has(supplyId))
  if (missing.length === 0) return
  await holdSupplies(tx, { holderId: orderId, wants: missing, expiresAt: new Date() })
  await takeHolds(tx, orderId)
}
