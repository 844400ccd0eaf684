import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { purchaseLines, purchaseOrders } from '@rose-ash/shared/db/models/market-purchases'
import { suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import { NotInThatState } from './errors.ts'

export interface ByPerson {
  personId: string
  supplierId: string
  purchaseId: string
}

export type PurchaseLine = typeof purchaseLines.$inferSelect
type State = 'draft' | 'sent' | 'received' | 'cancelled'

/** One purchase of a supplier after the other: each counts what the one before left over. */
export async function lockSupplier(tx: Db, supplierId: string): Promise<void> {
  await tx
    .select({ id: suppliers.id })
    .from(suppliers)
    .where(eq(suppliers.id, supplierId))
    .for('update')
}

/** What a purchase buys, by title. */
export function linesOf(db: Db, purchaseId: string): Promise<PurchaseLine[]> {
  return db
    .select()
    .from(purchaseLines)
    .where(eq(purchaseLines.purchaseId, purchaseId))
    .orderBy(purchaseLines.title)
}

/**
 * One conditional update, so that nothing is sent or taken in twice.
 *
 * @throws {NotInThatState} when it is not as `from` says.
 */
export async function movePurchase(
  tx: Db,
  { purchaseId, supplierId }: Pick<ByPerson, 'purchaseId' | 'supplierId'>,
  { from, to }: { from: State; to: State },
): Promise<typeof purchaseOrders.$inferSelect> {
  const [purchase] = await tx
    .update(purchaseOrders)
    .set({
      state: to,
      ...(to === 'sent' && { sentAt: sql`now()` }),
      ...(to === 'received' && { receivedAt: sql`now()` }),
    })
    .where(
      and(
        eq(purchaseOrders.id, purchaseId),
        eq(purchaseOrders.supplierId, supplierId),
        eq(purchaseOrders.state, from),
      ),
    )
    .returning()
  if (!purchase) throw new NotInThatState()
  return purchase
}
