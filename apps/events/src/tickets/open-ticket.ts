import { eq } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import type { TicketDto } from '@rose-ash/shared/contracts/events'
import type { Db } from '@rose-ash/shared/db'
import { tickets } from '@rose-ash/shared/db/models/events'
import { bookings } from '@rose-ash/shared/db/models/events-bookings'
import { NotFound } from '@rose-ash/shared/errors'
import type { Viewer } from '@rose-ash/shared/fragments'
import type { Services } from '@rose-ash/shared/services/registry'

interface Opening {
  ticketId: string
  /** Its holder, an admin, or whoever has the code that its QR shows. */
  asker: { viewer: Viewer; code: string | undefined }
}

/**
 * A ticket, or a booking as a ticket, that the asker may see.
 *
 * @throws {NotFound} when there is none, or it is not theirs: they learn nothing.
 */
export async function openTicket(
  db: Db,
  services: Services,
  { ticketId, asker }: Opening,
): Promise<TicketDto> {
  const row = await findAdmission(db, ticketId)
  if (!row || !(await mayOpen(db, services, { row, asker }))) throw new NotFound('ticket')
  const ofLine = await services.events.ticketsOfLines(db, [row.orderLineId])
  const ticket = ofLine.find(({ id }) => id === ticketId)
  if (!ticket) throw new NotFound('ticket')
  return ticket
}

type Admission = Pick<typeof tickets.$inferSelect, 'orderLineId' | 'holderId' | 'code'>

async function findAdmission(db: Db, id: string): Promise<Admission | undefined> {
  const from = (table: typeof tickets | typeof bookings) => {
    const { orderLineId, holderId, code } = table
    return db.select({ orderLineId, holderId, code }).from(table).where(eq(table.id, id))
  }
  const [row] = await unionAll(from(tickets), from(bookings))
  return row
}

async function mayOpen(
  db: Db,
  services: Services,
  { row, asker }: { row: Admission; asker: Opening['asker'] },
): Promise<boolean> {
  if (asker.code === row.code) return true
  if (asker.viewer.kind !== 'member') return false
  const { personId } = asker.viewer
  return personId === row.holderId || services.account.hasRole(db, personId, 'admin')
}
