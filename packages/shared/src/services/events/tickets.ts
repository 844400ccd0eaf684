import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import type { TicketDto } from '../../contracts/events.ts'
import type { Db } from '../../db/index.ts'
import { calendars, entries, tickets, ticketTypes } from '../../db/models/events.ts'

/** @see EventsService.ticketsOfLines */
export async function ticketsOfLines(db: Db, orderLineIds: string[]): Promise<TicketDto[]> {
  if (orderLineIds.length === 0) return []
  return ticketRows(db)
    .where(inArray(tickets.orderLineId, orderLineIds))
    .orderBy(asc(entries.startsAt), asc(tickets.orderLineId), asc(tickets.number))
}

/** @see EventsService.nextTickets */
export async function nextTickets(db: Db, personId: string): Promise<TicketDto[]> {
  return ticketRows(db)
    .where(
      and(
        eq(tickets.holderId, personId),
        eq(tickets.state, 'valid'),
        gt(entries.endsAt, sql`now()`),
      ),
    )
    .orderBy(asc(entries.startsAt), asc(tickets.id))
    .limit(50)
}

function ticketRows(db: Db) {
  return db
    .select({
      id: tickets.id,
      orderLineId: tickets.orderLineId,
      entryTitle: entries.title,
      typeTitle: ticketTypes.title,
      place: entries.place,
      startsAt: entries.startsAt,
      endsAt: entries.endsAt,
      timeZone: calendars.timeZone,
      state: tickets.state,
      code: tickets.code,
    })
    .from(tickets)
    .innerJoin(ticketTypes, eq(ticketTypes.id, tickets.ticketTypeId))
    .innerJoin(entries, eq(entries.id, ticketTypes.entryId))
    .innerJoin(calendars, eq(calendars.id, entries.calendarId))
    .$dynamic()
}
