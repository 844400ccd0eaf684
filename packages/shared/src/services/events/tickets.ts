import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import type { TicketDto } from '../../contracts/events.ts'
import type { Db } from '../../db/index.ts'
import { calendars, entries, tickets, ticketTypes } from '../../db/models/events.ts'
import { bookings, resources, slots } from '../../db/models/events-bookings.ts'

/** @see EventsService.ticketsOfLines */
export async function ticketsOfLines(db: Db, orderLineIds: string[]): Promise<TicketDto[]> {
  if (orderLineIds.length === 0) return []
  return unionAll(
    ticketRows(db).where(inArray(tickets.orderLineId, orderLineIds)),
    bookingRows(db).where(inArray(bookings.orderLineId, orderLineIds)),
  ).orderBy(sql`starts_at, order_line_id, id`)
}

/** @see EventsService.nextTickets */
export async function nextTickets(db: Db, personId: string): Promise<TicketDto[]> {
  return unionAll(
    ticketRows(db).where(
      and(
        eq(tickets.holderId, personId),
        eq(tickets.state, 'valid'),
        gt(entries.endsAt, sql`now()`),
      ),
    ),
    bookingRows(db).where(
      and(
        eq(bookings.holderId, personId),
        isNull(bookings.cancelledAt),
        gt(slots.endsAt, sql`now()`),
      ),
    ),
  )
    .orderBy(sql`starts_at, id`)
    .limit(50)
}

function ticketRows(db: Db) {
  return db
    .select({
      id: tickets.id,
      kind: sql<TicketDto['kind']>`'ticket'`,
      orderLineId: tickets.orderLineId,
      entryTitle: entries.title,
      typeTitle: sql<string>`${ticketTypes.title}`,
      place: entries.place,
      startsAt: entries.startsAt,
      endsAt: entries.endsAt,
      timeZone: calendars.timeZone,
      state: sql<TicketDto['state']>`${tickets.state}`,
      code: tickets.code,
      cancelMinutes: sql<number | null>`null::int`,
    })
    .from(tickets)
    .innerJoin(ticketTypes, eq(ticketTypes.id, tickets.ticketTypeId))
    .innerJoin(entries, eq(entries.id, ticketTypes.entryId))
    .innerJoin(calendars, eq(calendars.id, entries.calendarId))
    .$dynamic()
}

/** A booking as a ticket to its slot. */
function bookingRows(db: Db) {
  return db
    .select({
      id: bookings.id,
      kind: sql<TicketDto['kind']>`'booking'`,
      orderLineId: bookings.orderLineId,
      entryTitle: resources.title,
      typeTitle: sql<string>`'Booking'`,
      place: resources.place,
      startsAt: slots.startsAt,
      endsAt: slots.endsAt,
      timeZone: resources.timeZone,
      state: sql<
        TicketDto['state']
      >`case when ${bookings.cancelledAt} is null then 'valid' else 'void' end`,
      code: bookings.code,
      cancelMinutes: sql<number | null>`${resources.cancelMinutes}`,
    })
    .from(bookings)
    .innerJoin(slots, eq(slots.id, bookings.slotId))
    .innerJoin(resources, eq(resources.id, slots.resourceId))
    .$dynamic()
}
