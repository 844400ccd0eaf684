import { randomBytes } from 'node:crypto'
import type { TicketKind, TicketOrder } from '../../contracts/events.ts'
import type { Db } from '../../db/index.ts'
import { tickets } from '../../db/models/events.ts'
import { bookings } from '../../db/models/events-bookings.ts'

/** @see EventsService.issueTickets */
export async function issueTickets(db: Db, orders: TicketOrder[]): Promise<void> {
  const places = placesOf(orders, 'ticket')
  if (places.length > 0) {
    await db
      .insert(tickets)
      .values(places.map(({ itemId, ...place }) => ({ ...place, ticketTypeId: itemId })))
      .onConflictDoNothing({ target: [tickets.orderLineId, tickets.number] })
  }
  const booked = placesOf(orders, 'booking')
  if (booked.length > 0) {
    await db
      .insert(bookings)
      .values(booked.map(({ itemId, ...place }) => ({ ...place, slotId: itemId })))
      .onConflictDoNothing({ target: [bookings.orderLineId, bookings.number] })
  }
}

function placesOf(orders: TicketOrder[], wanted: TicketKind) {
  return orders
    .filter(({ kind }) => kind === wanted)
    .flatMap(({ quantity, kind: _kind, ...order }) =>
      Array.from({ length: quantity }, (_, index) => ({
        ...order,
        number: index + 1,
        code: code(),
      })),
    )
}

/** 128 random bits: what the QR shows cannot be guessed. */
const code = (): string => randomBytes(16).toString('base64url')
