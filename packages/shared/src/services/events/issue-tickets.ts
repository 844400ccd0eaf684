import { randomBytes } from 'node:crypto'
import type { TicketDto, TicketOrder } from '../../contracts/events.ts'
import type { Db } from '../../db/index.ts'
import { tickets } from '../../db/models/events.ts'
import { ticketsOfLines } from './tickets.ts'

/** @see EventsService.issueTickets */
export async function issueTickets(db: Db, orders: TicketOrder[]): Promise<TicketDto[]> {
  const rows = orders.flatMap(({ quantity, ...order }) =>
    Array.from({ length: quantity }, (_, index) => ({ ...order, number: index + 1, code: code() })),
  )
  if (rows.length > 0) {
    await db
      .insert(tickets)
      .values(rows)
      .onConflictDoNothing({ target: [tickets.orderLineId, tickets.number] })
  }
  return ticketsOfLines(
    db,
    orders.map((order) => order.orderLineId),
  )
}

/** 128 random bits: what the QR shows cannot be guessed. */
const code = (): string => randomBytes(16).toString('base64url')
