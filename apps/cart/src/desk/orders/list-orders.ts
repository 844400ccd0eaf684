import { and, desc, eq, inArray, isNotNull, lt, sql, type SQL } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orderLines, orders, orderStates, paymentTerms } from '@rose-ash/shared/db/models/cart'
import { handovers } from '@rose-ash/shared/db/models/cart-terms'
import { money, type Money } from '@rose-ash/shared/money'
import { instantOf } from '@rose-ash/shared/time'
import { z } from 'zod'
import { isSold, waitsForPickup } from '../../handing-over/open-handover.ts'
import type { Order, OrderState } from '../../orders/change-state.ts'
import { type Clerk, pagesFor } from '../clerk.ts'

const blank = z.literal('').transform(() => undefined)

/** What the list can be narrowed to; what a form leaves empty narrows nothing. */
export const OrderSearch = z.object({
  page: z.union([blank, z.uuid()]).optional(),
  state: z.union([blank, z.enum(orderStates)]).optional(),
  terms: z.union([blank, z.enum(paymentTerms)]).optional(),
  day: z.union([blank, z.iso.date()]).optional(),
  /** Only those with something to hand over. */
  open: z.literal('on').optional(),
  q: z.string().trim().max(100).default(''),
  before: z.uuid().optional(),
})
export type OrderSearch = z.infer<typeof OrderSearch>

export interface ListedOrder {
  id: string
  number: number
  name: string
  email: string
  state: OrderState
  terms: Order['terms']
  placedAt: Date
  /** What of it the clerk's pages sell, with what bringing it costs. */
  amount: Money
  /** None of credit that was paid in. */
  things: number
  handovers: ListedHandover[]
}

export interface ListedHandover {
  pageId: string
  page: string
  title: string
  startsAt: Date | null
  packedAt: Date | null
  doneAt: Date | null
  /** It can be packed or handed over now. */
  isOpen: boolean
}

export interface OrderList {
  clerk: Clerk
  search: OrderSearch
  timeZone: string
  limit: number
}

/** The orders that have things of a clerk's pages, newest first: three statements, however many. */
export async function ordersFor(db: Db, list: OrderList): Promise<ListedOrder[]> {
  const { clerk, search } = list
  const found = await db
    .select()
    .from(orders)
    .where(and(filterOf(search), olderThan(search), within(list)))
    .orderBy(desc(orders.id))
    .limit(list.limit)
  if (found.length === 0) return []
  const pages = pagesFor(clerk, search.page)
  const ids = found.map(({ id }) => id)
  const sums = await sumsOf(db, ids, pages)
  const given = await handoversOf(db, ids, pages)
  const titles = new Map(clerk.pages.map(({ id, title }) => [id, title]))
  return found.map(({ id, kind, number, name, email, state, terms, currency, ...order }) => {
    const own = given.filter(({ orderId }) => orderId === id)
    const fees = own.reduce((total, { feeMinor }) => total + feeMinor, 0)
    const sum = sums.get(id)
    const isTheirs = isSold({ state }) || waitsForPickup({ state, terms })
    return {
      id,
      number,
      name,
      email,
      state,
      terms,
      placedAt: order.placedAt ?? order.createdAt,
      amount: money(kind === 'credit' ? order.totalMinor : (sum?.minor ?? 0) + fees, currency),
      things: sum?.things ?? 0,
      handovers: own.map((one) => ({
        ...one,
        page: titles.get(one.pageId) ?? '',
        isOpen: isTheirs && one.doneAt === null,
      })),
    }
  })
}

function filterOf({ state, terms, q }: OrderSearch): SQL | undefined {
  const words = `%${q.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const isNumber = /^\d{1,15}$/.test(q)
  const named = sql`lower(${orders.name} || ' ' || ${orders.email}::text) like ${words}`
  return and(
    isNotNull(orders.placedAt),
    state && eq(orders.state, state),
    terms && eq(orders.terms, terms),
    isNumber ? eq(orders.number, Number(q)) : undefined,
    !isNumber && q !== '' ? named : undefined,
  )
}

const olderThan = ({ before }: OrderSearch): SQL | undefined =>
  before === undefined ? undefined : lt(orders.id, before)

/**
 * The orders in question by what they are found with: the day and what is open by the handovers, a page
 * by its lines, newest first and no more than the list shows; for administrators all of them.
 */
function within({ clerk, search, timeZone, limit }: OrderList): SQL | undefined {
  const pages = sql.param(pagesFor(clerk, search.page))
  if (search.day !== undefined || search.open) {
    return sql`${orders.id} in (select handover.order_id from cart.handovers handover
      where handover.page_id = any(${pages}::uuid[])
      ${search.day === undefined ? sql`` : onDay(search.day, timeZone)}
      ${search.open ? sql`and handover.done_at is null` : sql``})
      ${search.open ? sql`and ${toBeHandedOver}` : sql``}`
  }
  if (clerk.isAdmin && search.page === undefined) return undefined
  return sql`${orders.id} in (select part.order_id from unnest(${pages}::uuid[]) as one(page_id)
    cross join lateral (select distinct line.order_id from cart.order_lines line
      join cart.orders on orders.id = line.order_id
      where line.page_id = one.page_id and ${and(filterOf(search), olderThan(search))}
      ${search.before === undefined ? sql`` : sql`and line.order_id < ${search.before}`}
      order by line.order_id desc limit ${limit}) part)`
}

/** Orders whose goods are the buyer's, or are kept until they pay at the pick-up. */
const toBeHandedOver = sql`(${orders.state} in ('paid', 'partly_refunded')
  or (${orders.state} = 'awaiting_payment' and ${orders.terms} = 'on_pickup'))`

function onDay(day: string, timeZone: string): SQL {
  const next = new Date(new Date(`${day}T00:00:00Z`).getTime() + 86_400_000)
  const from = instantOf(`${day}T00:00`, timeZone)
  const until = instantOf(`${next.toISOString().slice(0, 10)}T00:00`, timeZone)
  return sql`and handover.starts_at >= ${from?.toISOString()}::timestamptz
    and handover.starts_at < ${until?.toISOString()}::timestamptz`
}

async function sumsOf(db: Db, ids: string[], pages: string[]) {
  const rows = await db
    .select({
      orderId: orderLines.orderId,
      minor: sql<number>`sum(${orderLines.unitMinor} * ${orderLines.quantity}
        - ${orderLines.discountMinor} + ${orderLines.adjustedMinor})::int`,
      things: sql<number>`sum(${orderLines.quantity})::int`,
    })
    .from(orderLines)
    .where(and(inArray(orderLines.orderId, ids), inArray(orderLines.pageId, pages)))
    .groupBy(orderLines.orderId)
  return new Map(rows.map((row) => [row.orderId, row]))
}

function handoversOf(db: Db, ids: string[], pages: string[]) {
  return db
    .select()
    .from(handovers)
    .where(and(inArray(handovers.orderId, ids), inArray(handovers.pageId, pages)))
    .orderBy(handovers.id)
}
