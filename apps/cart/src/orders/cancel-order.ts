import { and, eq, isNotNull, or, sql } from 'drizzle-orm'
import type { TicketDto } from '@rose-ash/shared/contracts/events'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { handovers } from '@rose-ash/shared/db/models/cart-terms'
import { Refusal } from '@rose-ash/shared/errors'
import { refundOrder } from '../refunds/refund-order.ts'
import type { Shop } from '../shop.ts'
import type { Order } from './change-state.ts'
import { giveUpOrder } from './give-up-order.ts'
import { orderTags } from './order-tags.ts'

/** The time in which buyers may cancel by themselves is over. */
class TooLateToCancel extends Refusal {
  constructor() {
    super(
      'too_late_to_cancel',
      409,
      'This order cannot be cancelled here any more. Write to us and we see what can be done.',
    )
  }
}

const usualMinutes = 60

/**
 * Until when the buyer of a paid order may cancel it: the shortest time that one of its pages, or
 * something they booked, gives. Undefined when that is over, when something was packed or handed over,
 * or when an event has begun. Credit is given back at the desk.
 */
export async function cancellableUntil(
  db: Db,
  shop: Shop,
  order: Order,
): Promise<Date | undefined> {
  if (order.state !== 'paid' || !order.paidAt || order.kind === 'credit') return undefined
  const lines = await linesWithTerms(db, order.id)
  const tickets = await shop.services.events.ticketsOfLines(
    db,
    lines.map(({ id }) => id),
  )
  if (tickets.some(({ startsAt }) => startsAt <= new Date())) return undefined
  const own = new Map(tickets.flatMap(ownTerm))
  const paidAt = order.paidAt.getTime()
  const until = new Date(
    Math.min(...lines.map(({ id, minutes }) => own.get(id) ?? paidAt + minutes * 60_000)),
  )
  if (until <= new Date()) return undefined
  const begun = or(isNotNull(handovers.packedAt), isNotNull(handovers.doneAt))
  if ((await db.$count(handovers, and(eq(handovers.orderId, order.id), begun))) > 0)
    return undefined
  return until
}

function linesWithTerms(db: Db, orderId: string): Promise<{ id: string; minutes: number }[]> {
  return db
    .select({
      id: orderLines.id,
      minutes: sql<number>`coalesce(${sellers.cancelMinutes}, ${usualMinutes})::int`,
    })
    .from(orderLines)
    .leftJoin(sellers, eq(sellers.pageId, orderLines.pageId))
    .where(eq(orderLines.orderId, orderId))
}

/** Until when what was booked may be cancelled by its own terms, by its line; none when it has none. */
function ownTerm({ orderLineId, startsAt, cancelMinutes }: TicketDto): [string, number][] {
  return cancelMinutes === null ? [] : [[orderLineId, startsAt.getTime() - cancelMinutes * 60_000]]
}

/**
 * The buyer cancels: what was not paid is given up, what was paid goes back whole.
 *
 * @throws {TooLateToCancel} when it is paid and they may not any more.
 */
export async function cancelOrder(db: Db, shop: Shop, order: Order): Promise<void> {
  const reason = 'cancelled by the buyer'
  if (order.state === 'awaiting_payment' || order.state === 'draft') {
    await giveUpOrder(db, shop, { orderId: order.id, to: 'cancelled', reason })
    return
  }
  if (order.state === 'refunded' || order.state === 'cancelled') return
  if (!(await cancellableUntil(db, shop, order))) throw new TooLateToCancel()
  await refundOrder(db, shop, {
    orderId: order.id,
    // One cancellation an order: sent twice, it refunds once.
    requestKey: order.requestKey,
    lines: undefined,
    reason: 'cancelled',
    message: 'Cancelled by the buyer',
    method: 'provider',
    personId: undefined,
  })
  await shop.purge(await orderTags(db, order.id))
}
