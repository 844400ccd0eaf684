import { and, eq, gt } from 'drizzle-orm'
import type { Db } from '../../db/index.ts'
import { tickets } from '../../db/models/events.ts'

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
  }
}
