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
  const rows = await prepared(db, 'events_offers', selectOffers).execute({ ids })
  const pages = await blog.pagesOf(db, 'calendar', [...new Set(rows.map((row) => row.calendarId))])
  return rows.flatMap(({ calendarId, slug, ...offer }) => {
    const pageId = pages.get(calendarId)?.id
    return pageId ? [{ ...offer, kind: 'ticket' as const, path: `/entries/${slug}`, pageId }] : []
  })
}

function selectOffers(db: Db) {
  return db
    .select({
      itemId: ticketTypes.id,
      supplyId: ticketTypes.supplyId,
      calendarId: entries.calendarId,
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
