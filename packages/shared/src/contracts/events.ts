import { z } from 'zod'
import type { Column, Db, SQL } from '../db/index.ts'
import type { ItemKind, Offer } from './offers.ts'
import type { Thing } from './things.ts'

/** What lets its buyer in: a ticket to an entry, or a booking of a slot, which is shown as a ticket is. */
export const TicketKind = z.enum(['ticket', 'booking'])

/** A paid order line that is owed tickets; `itemId` is a ticket type or a slot. */
export const TicketOrder = z.object({
  orderLineId: z.uuid(),
  kind: TicketKind,
  itemId: z.uuid(),
  holderId: z.uuid().nullable(),
  /** Who ordered. */
  email: z.string(),
  name: z.string(),
  quantity: z.int().min(1).max(99),
})

export const TicketDto = z.object({
  id: z.uuid(),
  kind: TicketKind,
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
  /** Until how long before it starts its buyer may cancel; null: as their order. */
  cancelMinutes: z.int().min(0).nullable(),
})

export type TicketKind = z.infer<typeof TicketKind>
export type TicketOrder = z.infer<typeof TicketOrder>
export type TicketDto = z.infer<typeof TicketDto>

/** A thing that is booked by the slot, or will be. */
export interface PageResource {
  title: string
  status: 'draft' | 'published'
}

/** Whether what is sold lets its buyer in somewhere. */
export const letsIn = (kind: ItemKind): kind is TicketKind =>
  kind === 'ticket' || kind === 'booking'

/** What the other domains may ask of events. Every verb joins the caller's transaction. */
export interface EventsService {
  /** As `MarketService.offer`, of a ticket type. */
  offer(ticketTypeId: Column | SQL): SQL<Offer | null>
  /** As `MarketService.offer`, of a slot; null when its page is hidden. */
  slotOffer(slotId: Column | SQL, member: boolean | SQL<boolean>): SQL<Offer | null>
  /** Turns paid order lines into tickets and bookings; asked twice, each is made once. */
  issueTickets(db: Db, orders: TicketOrder[]): Promise<void>
  /**
   * Makes tickets and bookings of these order lines void, so many that no more than `keep` of a line stay valid; the
   * last ones first. Asked twice, it changes nothing more.
   */
  voidTickets(db: Db, lines: { orderLineId: string; keep: number }[]): Promise<void>
  /** The tickets and bookings of these order lines, by when they are. */
  ticketsOfLines(db: Db, orderLineIds: string[]): Promise<TicketDto[]>
  /** A ticket's code as a QR in SVG, dark on light in every theme. */
  ticketQr(code: string): Promise<string>
  /** A person's valid tickets and bookings of what is not over yet, the next one first; 50 at most. */
  nextTickets(db: Db, personId: string): Promise<TicketDto[]>
  /** The kinds of tickets to what is not over on these pages, by date; 500 at most. */
  ticketTypesOf(db: Db, pageIds: string[]): Promise<{ id: string; title: string }[]>
  /** What can be booked by the slot on these pages, by name; 500 at most. */
  resourcesOf(db: Db, pageIds: string[]): Promise<{ id: string; title: string }[]>
  /** The things of a page that are booked by the slot, by name; they need their page. */
  resourcesOfPage(db: Db, pageId: string): Promise<PageResource[]>
  /** Up to ten entries that are not over, or calendars, whose title has these words. */
  find(db: Db, kind: 'event' | 'calendar', words: string): Promise<Thing[]>
  /** Where a calendar is below the app's origin, or null, as a column of the statement that names it. */
  path(calendarId: Column | SQL): SQL<string | null>
}
