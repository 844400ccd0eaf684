import { and, asc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import { csvLine } from '@rose-ash/shared/csv'
import type { Db } from '@rose-ash/shared/db'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { handovers } from '@rose-ash/shared/db/models/cart-terms'
import { minorDigits } from '@rose-ash/shared/money'
import { localOf } from '@rose-ash/shared/time'
import { lineTotal } from '../pricing/line-total.ts'

type Order = typeof orders.$inferSelect
type Line = typeof orderLines.$inferSelect

/** A thing that was ordered, with its order. */
export interface OrderedLine {
  order: Order
  line: Line
  handover: { title: string; place: string; startsAt: Date | null } | null
}

export interface WhichOrders {
  /** null: of all pages. */
  pageId: string | null
  from: Date
  /** Not included. */
  until: Date
  states?: Order['state'][] | undefined
}

/** What was ordered of a page in that time, by order number. One statement. */
export async function orderedLinesOf(
  db: Db,
  { pageId, from, until, states }: WhichOrders,
): Promise<OrderedLine[]> {
  const rows = await db
    .select({ order: orders, line: orderLines, handover: handovers })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .leftJoin(
      handovers,
      and(
        eq(handovers.orderId, orders.id),
        eq(handovers.pageId, orderLines.pageId),
        eq(orderLines.kind, sql`'product'`),
      ),
    )
    .where(
      and(
        gte(orders.placedAt, from),
        lt(orders.placedAt, until),
        pageId === null ? undefined : eq(orderLines.pageId, pageId),
        states ? inArray(orders.state, states) : undefined,
      ),
    )
    .orderBy(asc(orders.number), asc(orderLines.id))
  return rows
}

const head = [
  'Order',
  'Placed',
  'State',
  'How it is paid',
  'Name',
  'E-mail',
  'Kind',
  'Thing',
  'Size',
  'How many',
  'Came back',
  'Each',
  'Discount',
  'Together',
  'Tax rate in %',
  'Tax',
  'Went back',
  'Currency',
  'Handover',
  'Place',
  'From',
  'Note',
]

/** What was ordered as CSV in UTF-8, a line for each thing; amounts in whole units of money. */
export function ordersCsv(rows: OrderedLine[], { timeZone }: { timeZone: string }): string {
  const lines = rows.map(({ order, line, handover }) => {
    const digits = minorDigits(order.currency)
    const amount = (minor: number) => (minor / 10 ** digits).toFixed(digits)
    return csvLine([
      String(order.number),
      clock(order.placedAt, timeZone),
      order.state,
      order.terms,
      order.name,
      order.email,
      line.kind,
      line.title,
      line.detail,
      String(line.quantity),
      String(line.returnedQuantity),
      amount(line.unitMinor),
      amount(line.discountMinor),
      amount(lineTotal(line)),
      String(line.taxRateBasisPoints / 100),
      amount(line.taxMinor),
      amount(line.refundedMinor),
      order.currency,
      handover?.title ?? '',
      handover?.place ?? '',
      clock(handover?.startsAt ?? null, timeZone),
      [order.note, line.note].filter((part) => part !== '').join('; '),
    ])
  })
  return `\uFEFF${csvLine(head)}${lines.join('')}`
}

const clock = (at: Date | null, timeZone: string) => localOf(at, timeZone).replace('T', ' ')
