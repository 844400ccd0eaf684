import { z } from 'zod'
import type { Column, Db, SQL } from '../db/index.ts'
import type { Offer } from './offers.ts'
import type { Thing } from './things.ts'

/** A paid order line that is owed tickets. */
export const TicketOrder = z.object({
  orderLineId: z.uuid(),
  ticketTypeId: z.uuid(),
  holderId: z.uuid().nullable(),
  quantity: z.int().min(1).max(99),
})

export const TicketDto = z.object({
  id: z.uuid(),
  orderLineId: z.uuid(),
  entryTitle: z.string(),
  typeTitle: z.string(),
  place: z.string(),
  startsAt: z.date(),
  endsAt: z.date(),
  timeZone: z.string(),
  state: z.enum(['valid', 'void']),
  /** What the QR shows. */
  code: z.string(),
})

export type TicketOrder = z.infer<typeof TicketOrder>
export type TicketDto = z.infer<typeof TicketDto>

/** What the other domains may ask of events. Every verb joins the caller's transaction. */
export interface EventsService {
  /** As `MarketService.offer`, of a ticket type. */
  offer(ticketTypeId: Column | SQL): SQL<Offer | null>
  /** Turns paid order lines into tickets; asked twice, it answers the same tickets. */
  issueTickets(db: Db, orders: TicketOrder[]): Promise<TicketDto[]>
  /**
   * Makes tickets of these order lines void, so many that no more than `keep` of a line stay valid; the
   * last ones first. Asked twice, it changes nothing more.
   */
  voidTickets(db: Db, lines: { orderLineId: string; keep: number }[]): Promise<void>
  /** The tickets of these order lines. */
  ticketsOfLines(db: Db, orderLineIds: string[]): Promise<TicketDto[]>
  /** A ticket's code as a QR in SVG, dark on light in every theme. */
  ticketQr(code: string): Promise<string>
  /** A person's valid tickets to what is not over yet, the next one first. */
  nextTickets(db: Db, personId: string): Promise<TicketDto[]>
  /** The kinds of tickets to what is not over on these pages, by date; 500 at most. */
  ticketTypesOf(db: Db, pageIds: string[]): Promise<{ id: string; title: string }[]>
  /** Up to ten entries that are not over, or calendars, whose title has these words. */
  find(db: Db, kind: 'event' | 'calendar', words: string): Promise<Thing[]>
  /** Where a calendar is below the app's origin, or null, as a column of the statement that names it. */
  path(calendarId: Column | SQL): SQL<string | null>
}
