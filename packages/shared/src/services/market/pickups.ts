import { sql } from 'drizzle-orm'
import type { Pickup } from '../../contracts/market.ts'
import type { Db } from '../../db/index.ts'

/** @see MarketService.pickups */
export async function pickups(db: Db, variantIds: string[]): Promise<Pickup[]> {
  if (variantIds.length === 0) return []
  const { rows } = await db.execute<{
    key: string
    title: string
    place: string
    starts_at: string
    ends_at: string
  }>(sql`
    select distinct pickup.window_id || ':' || pickup.point_id || ':' ||
        extract(epoch from pickup.starts_at)::bigint as key,
      point.title, point.address as place, pickup.starts_at, pickup.ends_at
    from market.window_pickups pickup
    join market.pickup_points point on point.id = pickup.point_id
    join market.order_windows w on w.id = pickup.window_id
    where w.skipped_at is null and now() >= w.opens_at and now() < w.closes_at
      and pickup.starts_at > now()
      and w.market_id in (select product.market_id from market.variants variant
        join market.products product on product.id = variant.product_id
        where variant.id = any(${sql.param(variantIds)}::uuid[]))
    order by pickup.starts_at, point.title`)
  return rows.map(({ starts_at, ends_at, ...row }) => ({
    ...row,
    startsAt: new Date(starts_at),
    endsAt: new Date(ends_at),
  }))
}
