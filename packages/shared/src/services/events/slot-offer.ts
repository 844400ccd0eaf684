import { type SQL, sql } from 'drizzle-orm'
import type { BlogService } from '../../contracts/blog.ts'
import type { Offer } from '../../contracts/offers.ts'
import type { Column } from '../../db/index.ts'
import { supplyLeft } from '../holds.ts'

/** @see EventsService.slotOffer */
export function slotOffer(
  blog: BlogService,
  slotId: Column | SQL,
  member: boolean | SQL<boolean>,
): SQL<Offer | null> {
  return sql<Offer | null>`(
    select offered_slot_as from (
      select slot.id as offered_slot, json_build_object(
        'kind', 'booking', 'itemId', slot.id, 'supplyId', slot.supply_id,
        'resourceId', resource.id, 'page', ${blog.page(sql.raw('resource.page_id'))}, 'title', resource.title,
        'detail', to_char(starts_local, 'FMDy FMDD Mon, HH24:MI') || '–' || to_char(ends_local, 'HH24:MI'),
        'image', resource.image,
        'path', '/resources/' || resource.slug || '?from=' || to_char(starts_local, 'YYYY-MM-DD'),
        'unitMinor', price_now, 'floorMinor', null,
        'usualMinor', case when price_now < resource.price_minor then resource.price_minor end,
        'taxRateBasisPoints', resource.tax_rate_basis_points,
        'weighed', false, 'measureAmount', null, 'measureUnit', null,
        'minPerOrder', 1, 'maxPerOrder', null, 'opensAt', null,
        'currency', resource.currency, 'left', ${supplyLeft},
        'onSale', slot.starts_at > now() and slot.removed_at is null
          and resource.status = 'published') as offered_slot_as
      from events.slots slot
      join events.resources resource on resource.id = slot.resource_id
      join holds.supplies on supplies.id = slot.supply_id
      cross join lateral (select
        slot.starts_at at time zone resource.time_zone as starts_local,
        slot.ends_at at time zone resource.time_zone as ends_local,
        least(resource.price_minor, case when ${member} then resource.member_price_minor end)
          as price_now) booked_now
    ) offered where offered_slot = ${slotId})`
}
