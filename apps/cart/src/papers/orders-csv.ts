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
  /** How it comes to its buyer; only of goods. */
  handover: typeof handovers.$inferSelect | null
}

export interface WhichOrders {
  /** null: of all pages. */
  pageIds: string[] | null
  from: Date
  /** Not included. */
  until: Date
  states?: Order['state'][] | undefined
}

/** What was ordered of these pages in that time, by order number. One statement. */
export async function orderedLinesOf(
  db: Db,
  { pageIds, from, until, states }: WhichOrders,
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
        pageIds === null ? undefined : inArray(orderLines.pageId, pageIds),
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
  'As packed',
  'Tax rate in %',
  'Tax',
  'Went back',
  'Currency',
  'Handover',
  'Place',
  'From',
  'Note',
]

/**
 * What was ordered as CSV in UTF-8: a line for each thing, and one for what bringing or keeping those of a
 * page costs; amounts in whole units of money. Credit that was paid in is no thing and not in it.
 */
export function ordersCsv(rows: OrderedLine[], { timeZone }: { timeZone: string }): string {
  const charged = new Set<string>()
  const lines = rows.flatMap((row) => {
    const { order, line, handover } = row
    const cells = [cellsOf(row, sold(line), timeZone)]
    if (!handover || handover.feeMinor === 0 || charged.has(handover.id)) return cells
    charged.add(handover.id)
    return [...cells, cellsOf({ order, handover }, fee(handover), timeZone)]
  })
  return `\uFEFF${csvLine(head)}${lines.map(csvLine).join('')}`
}

/** What a line of the file is about; amounts in minor units. */
interface Charged {
  words: [kind: string, thing: string, size: string]
  quantity: number
  returned: number
  unitMinor: number
  discountMinor: number
  totalMinor: number
  /** What it costs after it was weighed. */
  packedMinor: number
  taxRateBasisPoints: number
  taxMinor: number
  refundedMinor: number
  note: string
}

const sold = (line: Line): Charged => ({
  ...line,
  words: [line.kind, line.title, line.detail],
  returned: line.returnedQuantity,
  totalMinor: lineTotal(line),
  packedMinor: lineTotal(line) + line.adjustedMinor,
})

function fee(handover: typeof handovers.$inferSelect): Charged {
  const { kind, title, feeMinor, taxRateBasisPoints, taxMinor } = handover
  const nothing = { returned: 0, discountMinor: 0, refundedMinor: 0, note: '' }
  const amounts = { unitMinor: feeMinor, totalMinor: feeMinor, packedMinor: feeMinor }
  const tax = { taxRateBasisPoints, taxMinor }
  return { ...nothing, ...amounts, ...tax, words: [kind, title, ''], quantity: 1 }
}

function cellsOf(
  { order, handover }: Pick<OrderedLine, 'order' | 'handover'>,
  charged: Charged,
  timeZone: string,
): string[] {
  const digits = minorDigits(order.currency)
  const amount = (minor: number) => (minor / 10 ** digits).toFixed(digits)
  return [
    String(order.number),
    clock(order.placedAt, timeZone),
    order.state,
    order.terms,
    order.name,
    order.email,
    ...charged.words,
    String(charged.quantity),
    String(charged.returned),
    amount(charged.unitMinor),
    amount(charged.discountMinor),
    amount(charged.totalMinor),
    amount(charged.packedMinor),
    String(charged.taxRateBasisPoints / 100),
    amount(charged.taxMinor),
    amount(charged.refundedMinor),
    order.currency,
    handover?.title ?? '',
    handover?.place ?? '',
    clock(handover?.startsAt ?? null, timeZone),
    [order.note, charged.note].filter((part) => part !== '').join('; '),
  ]
}

const clock = (at: Date | null, timeZone: string) => localOf(at, timeZone).replace('T', ' ')
