import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import {
  orderWindows,
  schedulePickups,
  windowSchedules,
} from '@rose-ash/shared/db/models/market-windows'
import { BadInput } from '@rose-ash/shared/errors'
import { type House, marketRunBy, type Runner } from '../desk/runner.ts'
import { makeWindows } from './make-windows.ts'
import type { Handout, Schedule } from './occurrences.ts'

export interface ScheduleChange {
  runner: Runner
  marketId: string
  schedule: Schedule
  handouts: Handout[]
}

/**
 * Gives a market its weekly schedule, or another. Windows that have not opened are made anew, but for
 * those that were changed by hand or skipped; one that is open stays as it is.
 *
 * @throws {BadInput} when a point hands out before it opens its door.
 * @throws {Forbidden} when somebody else runs the market.
 */
export async function changeSchedule(db: Db, house: House, change: ScheduleChange): Promise<void> {
  const { runner, marketId, schedule, handouts } = change
  await marketRunBy(db, house, runner, marketId)
  if (handouts.some(({ startsAt, endsAt }) => startsAt >= endsAt)) {
    throw new BadInput('A pick-up ends after it begins: look at its two times.')
  }
  await db.transaction(async (tx) => {
    const values = { ...schedule, marketId, active: true }
    const [row] = await tx
      .insert(windowSchedules)
      .values(values)
      .onConflictDoUpdate({ target: windowSchedules.marketId, set: values })
      .returning({ id: windowSchedules.id })
    if (!row) throw new Error('an upsert answers its row')
    await tx.delete(schedulePickups).where(eq(schedulePickups.scheduleId, row.id))
    const rows = handouts.map((handout) => ({ ...handout, scheduleId: row.id }))
    if (rows.length > 0) await tx.insert(schedulePickups).values(rows)
    await forgetComing(tx, row.id)
  })
  await makeWindows(db, marketId)
}

/** Ends a market's schedule. What is open stays so; what was to come by itself does not. */
export async function endSchedule(
  db: Db,
  house: House,
  { runner, marketId }: Pick<ScheduleChange, 'runner' | 'marketId'>,
): Promise<void> {
  await marketRunBy(db, house, runner, marketId)
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(windowSchedules)
      .set({ active: false })
      .where(eq(windowSchedules.marketId, marketId))
      .returning({ id: windowSchedules.id })
    if (row) await forgetComing(tx, row.id)
  })
}

/** Nobody can have ordered in a window that has not opened. */
async function forgetComing(tx: Db, scheduleId: string): Promise<void> {
  await tx
    .delete(orderWindows)
    .where(
      and(
        eq(orderWindows.scheduleId, scheduleId),
        eq(orderWindows.byHand, false),
        sql`${orderWindows.skippedAt} is null and ${orderWindows.opensAt} > now()`,
      ),
    )
}
