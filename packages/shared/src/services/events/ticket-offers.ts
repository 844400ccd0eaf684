import { eq, sql } from 'drizzle-orm'
import type { BlogService } from '../../contracts/blog.ts'
import type { Offer } from '../../contracts/offers.ts'
import { type Db, prepared } from '../../db/index.ts'
import { entries, ticketTypes } from '../../db/models/events.ts'
import { supplies } from '../../db/models/holds.ts'
import { supplyLeft } from '../holds.ts'

/** @see EventsService.offers */
export async function ticketOffers(db: Db, blog: BlogService, ids: string[]): Promise<Offer[]> {
  if (ids.length === 0) return []
  const statement = prepared(db, 'events_offers', (on) => selectOffers(on, blog))
  const rows = await statement.execute({ ids })
  return rows.flatMap(({ page, slug, ...offer }) =>
    page ? [{ ...offer, kind: 'ticket' as const, path: `/entries/${slug}`, page }] : [],
  )
}

function selectOffers(db: Db, blog: BlogService) {
  return db
    .select({
      itemId: ticketTypes.id,
      supplyId: ticketTypes.supplyId,
      page: blog.attachedPage('calendar', entries.calendarId),
      title: entries.title,
      detail: ticketTypes.title,
      image: entries.image,
      slug: entries.slug,
      unitMinor: ticketTypes.priceMinor,
      currency: ticketTypes.currency,
      left: supplyLeft,
      onSale: sql<boolean>`${entries.startsAt} > now()`,
    })
    .from(ticketTypes)
    .innerJoin(entries, eq(entries.id, ticketTypes.entryId))
    .innerJoin(supplies, eq(supplies.id, ticketTypes.supplyId))
    .where(sql`${ticketTypes.id} = any(${sql.placeholder('ids')})`)
    .prepare('events_offers')
}
