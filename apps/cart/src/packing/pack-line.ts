import { eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { packings } from '@rose-ash/shared/db/models/cart-terms'
import { NotFound, Refusal } from '@rose-ash/shared/errors'
import { enterAdjustment } from '../ledger/enter-adjustment.ts'
import { isSold, waitsForPickup } from '../handing-over/open-handover.ts'
import { lockOrder } from '../orders/change-state.ts'
import { openAmount } from '../orders/open-amount.ts'
import { giveBack } from '../refunds/give-back.ts'
import type { Shop } from '../shop.ts'
import { lineTotal } from '../pricing/line-total.ts'

export interface Packing {
  lineId: string
  /** How much it really is of all that was ordered of the line, in its unit of measure. */
  packedAmount: number
  /** Told to the buyer when it makes a difference. */
  reason: string
  personId: string
}

/** What is not weighed has no weight, and what is not the buyer's any more is not packed. */
class NotWeighed extends Refusal {
  constructor() {
    super(
      'not_weighed',
      409,
      'This is not sold by weight, or the order is not to be packed any more.',
    )
  }
}

/**
 * Writes down what a thing weighed when it was packed. Its price follows in proportion: what it costs
 * less goes back to the buyer by itself, what it costs more is due when it is handed over. Packed again,
 * the newest weight counts, and only the difference moves.
 *
 * @throws {NotFound} @throws {NotWeighed}
 */
export async function packLine(db: Db, shop: Shop, packing: Packing): Promise<void> {
  await db.transaction(async (tx) => {
    const [found] = await tx.select().from(orderLines).where(eq(orderLines.id, packing.lineId))
    if (!found) throw new NotFound('thing in an order')
    const order = await lockOrder(tx, found.orderId)
    const [line = found] = await tx.select().from(orderLines).where(eq(orderLines.id, found.id))
    const isPaid = isSold(order)
    const isPacked = isPaid || waitsForPickup(order)
    if (!line.weighed || !line.measureAmount || !isPacked) throw new NotWeighed()
    const adjustedMinor = adjustmentOf(line, packing.packedAmount)
    if (line.packedAmount === packing.packedAmount) return
    const [row] = await tx
      .insert(packings)
      .values({ ...packing, adjustedMinor })
      .returning({ id: packings.id })
    await tx
      .update(orderLines)
      .set({ packedAmount: packing.packedAmount, adjustedMinor })
      .where(eq(orderLines.id, line.id))
    const [changed] = await tx
      .update(orders)
      .set({ adjustedMinor: sql`${orders.adjustedMinor} + ${adjustedMinor - line.adjustedMinor}` })
      .where(eq(orders.id, order.id))
      .returning()
    if (!row || !changed) throw new Error('the order is locked')
    // What is paid at the pick-up is entered and paid as it was packed.
    if (!isPaid) return
    await enterAdjustment(tx, { orderId: order.id, lineId: line.id, packingId: row.id })
    const open = await openAmount(tx, changed)
    if (open >= 0) return
    await giveBack(tx, shop, {
      order: changed,
      amountMinor: -open,
      reason: 'packed',
      message: packing.reason || `${line.title} weighed less`,
      personId: packing.personId,
    })
  })
}

/** What a line costs more (or less) for really being so much; halves up. */
export function adjustmentOf(
  line: Pick<
    typeof orderLines.$inferSelect,
    'unitMinor' | 'quantity' | 'discountMinor' | 'measureAmount'
  >,
  packedAmount: number,
): number {
  const soldMinor = lineTotal(line)
  const expected = (line.measureAmount ?? 1) * line.quantity
  return Math.floor((2 * soldMinor * packedAmount + expected) / (2 * expected)) - soldMinor
}
