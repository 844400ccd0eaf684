import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import {
  orderWindows,
  pickupPoints,
  windowPickups,
} from '@rose-ash/shared/db/models/market-windows'
import { BadInput, NotFound, Refusal } from '@rose-ash/shared/errors'
import { type House, marketRunBy, type Runner } from '../desk/runner.ts'

/** Two windows of one market would be open at once. */
class WindowsOverlap extends Refusal {
  constructor() {
    super(
      'windows_overlap',
      409,
      'Another order window of this market is open at that time. Change its times first.',
    )
  }
}

export interface WindowTimes {
  title: string
  opensAt: Date
  closesAt: Date
}

interface Asked {
  runner: Runner
  marketId: string
}

/** Opens a market once, beside its schedule. @throws {WindowsOverlap} @throws {BadInput} */
export async function addWindow(
  db: Db,
  house: House,
  { runner, marketId, ...times }: Asked & WindowTimes,
): Promise<void> {
  await marketRunBy(db, house, runner, marketId)
  check(times)
  await orOverlap(db.insert(orderWindows).values({ marketId, ...times, byHand: true }))
}

/**
 * Changes when a window opens and closes; its pick-ups move as far as its closing does.
 *
 * @throws {NotFound} when the market has no such window, or it is over.
 */
export async function changeWindow(
  db: Db,
  house: House,
  { runner, marketId, windowId, ...times }: Asked & WindowTimes & { windowId: string },
): Promise<void> {
  await marketRunBy(db, house, runner, marketId)
  check(times)
  await orOverlap(
    db.transaction(async (tx) => {
      const [before] = await tx
        .select({ closesAt: orderWindows.closesAt })
        .from(orderWindows)
        .where(coming(marketId, windowId))
        .for('update')
      if (!before) throw new NotFound('order window')
      await tx
        .update(orderWindows)
        .set({ ...times, byHand: true })
        .where(eq(orderWindows.id, windowId))
      const moved = `${times.closesAt.getTime() - before.closesAt.getTime()} milliseconds`
      await tx
        .update(windowPickups)
        .set({
          startsAt: sql`${windowPickups.startsAt} + ${moved}::interval`,
          endsAt: sql`${windowPickups.endsAt} + ${moved}::interval`,
        })
        .where(eq(windowPickups.windowId, windowId))
    }),
  )
}

/** Leaves a window out, or lets it be after all. One that was opened by hand stays in the list. */
export async function skipWindow(
  db: Db,
  house: House,
  { runner, marketId, windowId, skip }: Asked & { windowId: string; skip: boolean },
): Promise<void> {
  await marketRunBy(db, house, runner, marketId)
  const { rowCount } = await db
    .update(orderWindows)
    .set({ skippedAt: skip ? sql`now()` : null })
    .where(coming(marketId, windowId))
  if (rowCount !== 1) throw new NotFound('order window')
}

export interface PointChange {
  title: string
  address: string
  notes: string
  active: boolean
}

/** Keeps a pick-up point, a new one when it has no id yet. @throws {NotFound} */
export async function savePoint(
  db: Db,
  house: House,
  { runner, marketId, pointId, ...values }: Asked & PointChange & { pointId?: string },
): Promise<void> {
  await marketRunBy(db, house, runner, marketId)
  if (!pointId) {
    await db.insert(pickupPoints).values({ marketId, ...values })
    return
  }
  const { rowCount } = await db
    .update(pickupPoints)
    .set(values)
    .where(and(eq(pickupPoints.id, pointId), eq(pickupPoints.marketId, marketId)))
  if (rowCount !== 1) throw new NotFound('pick-up point')
}

const coming = (marketId: string, windowId: string) =>
  and(
    eq(orderWindows.id, windowId),
    eq(orderWindows.marketId, marketId),
    sql`${orderWindows.closesAt} > now()`,
  )

function check({ opensAt, closesAt }: WindowTimes): void {
  if (opensAt >= closesAt) throw new BadInput('A window closes after it opens: look at its times.')
  if (closesAt <= new Date()) throw new BadInput('That window would be over already.')
}

async function orOverlap(writing: PromiseLike<unknown>): Promise<void> {
  try {
    await writing
  } catch (error) {
    const { cause } = error as { cause?: { constraint?: string } }
    if (cause?.constraint === 'order_windows_one_at_a_time') throw new WindowsOverlap()
    throw error
  }
}
