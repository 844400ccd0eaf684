import { type SQL, sql } from 'drizzle-orm'
import type { BlogService } from '../../contracts/blog.ts'
import type { Offer } from '../../contracts/offers.ts'
import type { Column } from '../../db/index.ts'
import { supplyLeft } from '../holds.ts'

/** @see EventsService.offer */
export function ticketOffer(blog: BlogService, ticketTypeId: Column | SQL): SQL<Offer | null> {
  const page = blog.attachedPage('calendar', sql.raw('entry.calendar_id'))
  return sql<Offer | null>`(
    select offered_ticket_as from (
      select ticket_type.id as offered_ticket, json_build_object(
        'kind', 'ticket', 'itemId', ticket_type.id, 'supplyId', ticket_type.supply_id,
        'page', ${page}, 'title', entry.title, 'detail', ticket_type.title, 'image', entry.image,
        'path', '/entries/' || entry.slug, 'unitMinor', ticket_type.price_minor,
        'floorMinor', ticket_type.floor_minor,
        'taxRateBasisPoints', ticket_type.tax_rate_basis_points,
        'weighed', false, 'measureAmount', null, 'measureUnit', null, 'usualMinor', null, 'minPerOrder', 1, 'maxPerOrder', null, 'opensAt', null,
        'currency', ticket_type.currency, 'left', ${supplyLeft},
        'onSale', entry.starts_at > now()) as offered_ticket_as
      from events.ticket_types ticket_type
      join events.entries entry on entry.id = ticket_type.entry_id
      join holds.supplies on supplies.id = ticket_type.supply_id
    ) offered where offered_ticket = ${ticketTypeId})`
}
