import { and, eq, isNotNull, notInArray, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { holds } from '@rose-ash/shared/db/models/holds'
import { holdSupplies, SoldOut, takeHolds, type Want } from '@rose-ash/shared/services/holds'

/**
 * Takes everything an order is made of: what it still holds, and what it held once if that is still
 * there. All of it, or nothing: then the answer is false and every hold is as it was.
 */
export async function secureGoods(tx: Db, orderId: string): Promise<boolean> {
  try {
    await tx.transaction(async (inner) => {
      await takeHolds(inner, orderId)
      const wants = await missingOf(inner, orderId)
      if (wants.length === 0) return
      await holdSupplies(inner, { holderId: orderId, wants, expiresAt: new Date() })
      await takeHolds(inner, orderId)
    })
    return true
  } catch (error) {
    if (error instanceof SoldOut) return false
    throw error
  }
}

function missingOf(tx: Db, orderId: string): Promise<Want[]> {
  return tx
    .select({ supplyId: sql<string>`${orderLines.supplyId}`, quantity: orderLines.quantity })
    .from(orderLines)
    .where(
      and(
        eq(orderLines.orderId, orderId),
        isNotNull(orderLines.supplyId),
        notInArray(
          orderLines.supplyId,
          tx
            .select({ id: holds.supplyId })
            .from(holds)
            .where(and(eq(holds.holderId, orderId), eq(holds.state, 'taken'))),
        ),
      ),
    )
}
