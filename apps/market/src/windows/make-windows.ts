import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { markets } from '@rose-ash/shared/db/models/market'
import {
  orderWindows,
  schedulePickups,
  windowPickups,
  windowSchedules,
} from '@rose-ash/shared/db/models/market-windows'
import { type Occurrence, occurrences } from './occurrences.ts'

const WEEKS_AHEAD = 8
const WEEK = 7 * 86_400_000

/**
 * Makes the windows of the next eight weeks of every schedule, or of one market's, that are not there
 * yet. Where another window of the market is open at that time, there is none. Asked twice, or by two
 * at once, it makes each once. Answers the markets that got some.
 */
export async function makeWindows(db: Db, marketId?: string): Promise<string[]> {
  const mine = marketId ? eq(windowSchedules.marketId, marketId) : undefined
  const schedules = await db
    .select()
    .from(windowSchedules)
    .where(and(eq(windowSchedules.active, true), mine))
  const changed = []
  for (const schedule of schedules) {
    const handouts = await db
      .select()
      .from(schedulePickups)
      .where(eq(schedulePickups.scheduleId, schedule.id))
    const from = new Date()
    const until = new Date(from.getTime() + WEEKS_AHEAD * WEEK)
    let made = 0
    for (const one of occurrences(schedule, handouts, { from, until })) {
      made += await makeWindow(db, schedule, one)
    }
    if (made > 0) changed.push(schedule.marketId)
  }
  return changed
}

/** Answers how many it made: one, or none when it is there or another stands in its place. */
async function makeWindow(
  db: Db,
  { id: scheduleId, marketId }: { id: string; marketId: string },
  { pickups, ...when }: Occurrence,
): Promise<number> {
  return db.transaction(async (tx) => {
    const [made] = await tx
      .insert(orderWindows)
      .values({ scheduleId, marketId, ...when })
      .onConflictDoNothing()
      .returning({ id: orderWindows.id })
    if (!made) return 0
    const rows = pickups.map((pickup) => ({ ...pickup, windowId: made.id }))
    if (rows.length > 0) await tx.insert(windowPickups).values(rows)
    return 1
  })
}

/** The markets of which a window opened or closed within the last two minutes. */
export async function justTurned(db: Db): Promise<string[]> {
  const recently = sql`now() - interval '2 minutes' and now()`
  const rows = await db
    .selectDistinct({ id: markets.id })
    .from(orderWindows)
    .innerJoin(markets, eq(markets.id, orderWindows.marketId))
    .where(sql`${orderWindows.opensAt} between ${recently}
      or ${orderWindows.closesAt} between ${recently}`)
  return rows.map(({ id }) => id)
}
