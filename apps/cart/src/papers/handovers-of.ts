import { and, asc, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { handovers, type PostalAddress } from '@rose-ash/shared/db/models/cart-terms'
import { soldStates } from '../orders/change-state.ts'

/** What of an order is handed over: how, when, where, and what is in it. */
export interface HandedOver {
  orderId: string
  number: number
  name: string
  email: string
  note: string
  /** False: the money comes when it is picked up, or on account. */
  isPaid: boolean
  kind: 'delivery' | 'pickup'
  /** The point, or how it is brought. */
  title: string
  place: string
  startsAt: Date | null
  endsAt: Date | null
  address: PostalAddress | null
  packedAt: Date | null
  doneAt: Date | null
  lines: HandedLine[]
}

export interface HandedLine {
  title: string
  detail: string
  note: string
  /** What did not come back. */
  quantity: number
  weighed: boolean
  /** One of it has so much, of a thing that is measured. */
  measureAmount: number | null
  measureUnit: string | null
  packedAmount: number | null
}

export interface WhichHandovers {
  pageId: string
  /** Null: those that have no time, as they are handed over as agreed. */
  from: Date | null
  /** Not included. */
  until: Date | null
  /** The title of a point; undefined for all. */
  point?: string | undefined
}

/** Of orders that are paid, or will be when they are picked up or on account. */
export const toHandOver = sql`(${inArray(orders.state, soldStates)}
  or (${orders.state} = 'awaiting_payment' and ${orders.placedAt} is not null
    and ${orders.terms} in ('on_pickup', 'on_account')))`

/**
 * What a page hands over in that time, by time, point and order number: of orders that are paid, or
 * will be when they are picked up or on account. What came back is left out. Two statements.
 */
export async function handoversOf(
  db: Db,
  { pageId, from, until, point }: WhichHandovers,
): Promise<HandedOver[]> {
  const rows = await db
    .select({ handover: handovers, order: orders })
    .from(handovers)
    .innerJoin(orders, eq(orders.id, handovers.orderId))
    .where(
      and(
        eq(handovers.pageId, pageId),
        from === null ? isNull(handovers.startsAt) : gte(handovers.startsAt, from),
        until === null ? undefined : lt(handovers.startsAt, until),
        point === undefined ? undefined : eq(handovers.title, point),
        toHandOver,
      ),
    )
    .orderBy(asc(handovers.startsAt), asc(handovers.title), asc(orders.number))
  const lines = await linesOf(
    db,
    pageId,
    rows.map(({ order }) => order.id),
  )
  return rows
    .map(({ handover, order }) => ({
      orderId: order.id,
      number: order.number,
      name: order.name,
      email: order.email,
      note: order.note,
      isPaid: order.state !== 'awaiting_payment',
      kind: handover.kind,
      title: handover.title,
      place: handover.place,
      startsAt: handover.startsAt,
      endsAt: handover.endsAt,
      address: handover.address,
      packedAt: handover.packedAt,
      doneAt: handover.doneAt,
      lines: lines.get(order.id) ?? [],
    }))
    .filter((one) => one.lines.length > 0)
}

async function linesOf(
  db: Db,
  pageId: string,
  orderIds: string[],
): Promise<Map<string, HandedLine[]>> {
  if (orderIds.length === 0) return new Map()
  const ids = sql.param(orderIds)
  const rows = await db
    .select()
    .from(orderLines)
    .where(
      sql`${orderLines.pageId} = ${pageId} and ${orderLines.orderId} = any(${ids}::uuid[])
        and ${orderLines.kind} = 'product' and ${orderLines.returnedQuantity} < ${orderLines.quantity}`,
    )
    .orderBy(asc(orderLines.title), asc(orderLines.id))
  const byOrder = Map.groupBy(rows, ({ orderId }) => orderId)
  return new Map(
    [...byOrder].map(([orderId, own]) => [
      orderId,
      own.map((line) => ({
        title: line.title,
        detail: line.detail,
        note: line.note,
        quantity: line.quantity - line.returnedQuantity,
        weighed: line.weighed,
        measureAmount: line.measureAmount,
        measureUnit: line.measureUnit,
        packedAmount: line.packedAmount,
      })),
    ]),
  )
}
