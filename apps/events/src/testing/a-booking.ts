import type { TicketDto } from '@rose-ash/shared/contracts/events'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import type { slots } from '@rose-ash/shared/db/models/events-bookings'
import type { Services } from '@rose-ash/shared/services/registry'
import { anOrder, aPage } from '@rose-ash/shared/testing'

interface Booked {
  slot: Pick<typeof slots.$inferSelect, 'id' | 'supplyId'> | undefined
  name: string
  quantity: number
  holderId?: string
}

/** Places in a slot, paid. */
export async function aBooking(
  db: Db,
  services: Services,
  { slot, name, quantity, holderId }: Booked,
): Promise<TicketDto[]> {
  if (!slot) throw new Error('there is no slot to book')
  const order = await anOrder(db, { name })
  const [line] = await db
    .insert(orderLines)
    .values({
      orderId: order.id,
      kind: 'booking',
      itemId: slot.id,
      supplyId: slot.supplyId,
      pageId: (await aPage(db)).id,
      title: 'The bread oven',
      unitMinor: 1800,
      quantity,
    })
    .returning()
  const { id: orderLineId = '' } = line ?? {}
  const { email } = order
  const asked = { orderLineId, itemId: slot.id, holderId: holderId ?? null, email, name, quantity }
  await services.events.issueTickets(db, [{ kind: 'booking', ...asked }])
  return services.events.ticketsOfLines(db, [asked.orderLineId])
}
