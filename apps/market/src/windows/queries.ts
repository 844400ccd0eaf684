import { asc, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import {
  orderWindows,
  pickupPoints,
  schedulePickups,
  windowSchedules,
} from '@rose-ash/shared/db/models/market-windows'

export interface ShownPickup {
  pointId: string
  title: string
  address: string
  startsAt: string
  endsAt: string
}

const LISTED = 20

/** The windows of a market that are not over, the next one first, each with its pick-ups. */
export function comingWindows(db: Db, marketId: string) {
  return db
    .select({
      id: orderWindows.id,
      title: orderWindows.title,
      opensAt: orderWindows.opensAt,
      closesAt: orderWindows.closesAt,
      byHand: orderWindows.byHand,
      isOpen: sql<boolean>`${orderWindows.skippedAt} is null and ${orderWindows.opensAt} <= now()`,
      isSkipped: sql<boolean>`${orderWindows.skippedAt} is not null`,
      pickups: pickupsOf,
    })
    .from(orderWindows)
    .where(sql`${orderWindows.marketId} = ${marketId} and ${orderWindows.closesAt} > now()`)
    .orderBy(asc(orderWindows.opensAt))
    .limit(LISTED)
}

/** Where and when a window's orders are handed out, as a column of a statement about windows. */
const pickupsOf = sql<ShownPickup[]>`coalesce((
  select json_agg(json_build_object('pointId', point.id, 'title', point.title,
    'address', point.address, 'startsAt', pickup.starts_at, 'endsAt', pickup.ends_at)
    order by pickup.starts_at, point.position)
  from market.window_pickups pickup join market.pickup_points point on point.id = pickup.point_id
  where pickup.window_id = order_windows.id), '[]')`

/** A market's pick-up points, those that are no longer used last. */
export function pointsOf(db: Db, marketId: string) {
  return db
    .select()
    .from(pickupPoints)
    .where(eq(pickupPoints.marketId, marketId))
    .orderBy(sql`${pickupPoints.active} desc`, asc(pickupPoints.position), asc(pickupPoints.id))
}

/** A market's schedule with who hands out when; undefined when it has none. */
export async function scheduleOf(db: Db, marketId: string) {
  const [schedule] = await db
    .select()
    .from(windowSchedules)
    .where(sql`${windowSchedules.marketId} = ${marketId} and ${windowSchedules.active}`)
  if (!schedule) return undefined
  const handouts = await db
    .select()
    .from(schedulePickups)
    .where(eq(schedulePickups.scheduleId, schedule.id))
  return { ...schedule, handouts }
}
