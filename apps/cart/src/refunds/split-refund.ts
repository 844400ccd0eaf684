import { eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import type { orderLines } from '@rose-ash/shared/db/models/cart'
import { refunds } from '@rose-ash/shared/db/models/cart-payments'
import type { Order } from '../orders/change-state.ts'
import { openAmount } from '../orders/open-amount.ts'

/** So much of a line goes back, and so much money for it. */
export interface PlannedLine {
  line: typeof orderLines.$inferSelect
  quantity: number
  amountMinor: number
}

/** A part of a refund that goes back one way. */
export interface RefundPart {
  /** The payment it goes back to; null for money that did not come through a provider. */
  paymentId: string | null
  amountMinor: number
  lines: { lineId: string; quantity: number; amountMinor: number }[]
}

/**
 * Splits a refund over the payments it goes back to, the oldest first, and what none of them takes.
 * Amounts add up to the cent; what comes back of a line is counted with the first part that has some.
 */
export function splitOver({
  plan,
  amountMinor,
  sources,
}: {
  plan: PlannedLine[]
  amountMinor: number
  sources: { id: string; leftMinor: number }[]
}): RefundPart[] {
  const open = plan.map(({ line, quantity, amountMinor: amount }) => ({
    lineId: line.id,
    quantity,
    amount,
    isCounted: false,
  }))
  const parts: RefundPart[] = []
  let left = amountMinor
  for (const { id, leftMinor } of [...sources, { id: null, leftMinor: Infinity }]) {
    const here = Math.min(left, leftMinor)
    if (here <= 0) continue
    left -= here
    let room = here
    const lines: RefundPart['lines'] = []
    for (const one of open) {
      const share = Math.min(one.amount, room)
      if (share === 0 && one.isCounted) continue
      if (share === 0 && one.amount > 0) continue
      lines.push({
        lineId: one.lineId,
        quantity: one.isCounted ? 0 : one.quantity,
        amountMinor: share,
      })
      one.isCounted = true
      one.amount -= share
      room -= share
    }
    parts.push({ paymentId: id, amountMinor: here, lines })
  }
  return parts
}

/** What of an order's money did not go back yet. */
export async function whatIsLeft(tx: Db, order: Order): Promise<number> {
  const [row] = await tx
    .select({ back: sql<number>`coalesce(sum(${refunds.amountMinor}), 0)::int` })
    .from(refunds)
    .where(
      sql`${eq(refunds.orderId, order.id)} and ${refunds.reason} not in ('late', 'double', 'packed')`,
    )
  const unpaid = Math.max(0, await openAmount(tx, order))
  return order.totalMinor + order.adjustedMinor - unpaid - (row?.back ?? 0)
}
