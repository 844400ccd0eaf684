import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Db } from '../../db/index.ts'
import { tickets } from '../../db/models/events.ts'
import { bookings } from '../../db/models/events-bookings.ts'

/** @see EventsService.voidTickets */
export async function voidTickets(
  db: Db,
  lines: { orderLineId: string; keep: number }[],
): Promise<void> {
  for (const { orderLineId, keep } of lines) {
    await db
      .update(tickets)
      .set({ state: 'void' })
      .where(and(eq(tickets.orderLineId, orderLineId), gt(tickets.number, keep)))
    await db
      .update(bookings)
      .set({ cancelledAt: sql`now()` })
      .where(
        and(
          eq(bookings.orderLineId, orderLineId),
          gt(bookings.number, keep),
          isNull(bookings.cancelledAt),
        ),
      )
  }
}
