import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { handovers } from '@rose-ash/shared/db/models/cart-terms'
import { instantOf } from '@rose-ash/shared/time'
import { toHandOver } from '../../papers/handovers-of.ts'

export interface PickingDay {
  /** `2026-11-28` in the cooperative's zone; null: as agreed, without a day. */
  day: string | null
  point: string
  count: number
  /** Not handed over yet. */
  open: number
}

/** The days and points at which a page hands over, from two weeks ago on. One statement. */
export async function pickingDays(
  db: Db,
  { pageId, timeZone }: { pageId: string; timeZone: string },
): Promise<PickingDay[]> {
  const day = sql<string | null>`(${handovers.startsAt} at time zone ${timeZone})::date::text`
  const recent = sql`(${handovers.startsAt} > now() - interval '14 days'
    or (${handovers.startsAt} is null and ${handovers.doneAt} is null))`
  return db
    .select({
      day,
      point: handovers.title,
      count: sql<number>`count(*)::int`,
      open: sql<number>`count(*) filter (where ${handovers.doneAt} is null)::int`,
    })
    .from(handovers)
    .innerJoin(orders, eq(orders.id, handovers.orderId))
    .where(and(eq(handovers.pageId, pageId), recent, toHandOver))
    .groupBy(sql`1`, handovers.title)
    .orderBy(sql`1 nulls last`, handovers.title)
}

/** From the beginning of a day to its end, on the clocks of this zone; null for what has no day. */
export function boundsOf(
  day: string | null,
  timeZone: string,
): { from: Date | null; until: Date | null } {
  if (day === null) return { from: null, until: null }
  const next = new Date(new Date(`${day}T00:00:00Z`).getTime() + 86_400_000)
  const begin = (date: string) => instantOf(`${date}T00:00`, timeZone) ?? new Date(date)
  return { from: begin(day), until: begin(next.toISOString().slice(0, 10)) }
}
