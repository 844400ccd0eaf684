import { asc, eq } from 'drizzle-orm'
import type { TicketDto } from '@rose-ash/shared/contracts/events'
import type { Db } from '@rose-ash/shared/db'
import { orderLines } from '@rose-ash/shared/db/models/cart'
import { orderTransitions } from '@rose-ash/shared/db/models/cart-states'
import { refunds } from '@rose-ash/shared/db/models/cart-payments'
import { handovers, type PostalAddress } from '@rose-ash/shared/db/models/cart-terms'
import { money, type Money } from '@rose-ash/shared/money'
import type { Services } from '@rose-ash/shared/services/registry'
import { creditGroup } from '../credit/credit-group.ts'
import { type OrderPaper, papersOf } from '../invoices/queries.ts'
import { type Order, type OrderState, soldStates } from './change-state.ts'
import { openAmount } from './open-amount.ts'
import { groupLines, type LineGroup } from './order-lines.ts'
import { taxesOf } from './order-taxes.ts'

export interface OrderView {
  id: string
  kind: Order['kind']
  number: number
  accessKey: string
  state: OrderState
  terms: Order['terms']
  email: string
  name: string
  note: string
  placedAt: Date
  paidAt: Date | null
  heldUntil: Date | null
  items: Money
  discount: Money | undefined
  fees: Money | undefined
  /** What the member's prepaid balance paid of it. */
  credit: Money | undefined
  total: Money
  /** What is still to be paid while it waits. */
  toPay: Money
  adjusted: Money | undefined
  /** What packing made it dearer by and nobody paid yet. */
  owed: Money | undefined
  taxes: { ratePercent: number; tax: Money }[]
  groups: LineGroup[]
  timeline: { state: OrderState; reason: string; at: Date }[]
  tickets: TicketDto[]
  /** What they are called. */
  ticketWords: string
  handovers: HandoverView[]
  refunds: RefundView[]
  papers: OrderPaper[]
}

export interface HandoverView {
  id: string
  pageId: string
  page: string
  kind: 'delivery' | 'pickup'
  title: string
  place: string
  /** Where it is delivered; null for a pick-up. */
  address: PostalAddress | null
  startsAt: Date | null
  endsAt: Date | null
  packedAt: Date | null
  doneAt: Date | null
}

export interface RefundView {
  id: string
  amount: Money
  state: 'asked' | 'done' | 'failed'
  method: 'provider' | 'credit' | 'cash'
  reason: string
  message: string
  at: Date
}

/** Everything the order's page shows: six statements, whatever is in it. */
export async function orderView(db: Db, services: Services, order: Order): Promise<OrderView> {
  const { id, currency } = order
  const lines = await db
    .select()
    .from(orderLines)
    .where(eq(orderLines.orderId, id))
    .orderBy(asc(orderLines.id))
  const given = await db.select().from(handovers).where(eq(handovers.orderId, id))
  const tickets = await services.events.ticketsOfLines(
    db,
    lines.map((line) => line.id),
  )
  const some = (amount: number) => (amount === 0 ? undefined : money(amount, currency))
  const { number, kind, accessKey, state, terms, email, name, note } = order
  return {
    id,
    kind,
    number,
    accessKey,
    state,
    terms,
    email,
    name,
    note,
    placedAt: order.placedAt ?? order.createdAt,
    paidAt: order.paidAt,
    heldUntil: order.heldUntil,
    items: money(order.itemsMinor, currency),
    discount: some(order.discountMinor),
    fees: some(order.feesMinor),
    credit: some(order.creditMinor),
    total: money(order.totalMinor, currency),
    toPay: money(order.totalMinor + order.adjustedMinor - order.creditMinor, currency),
    adjusted: some(order.adjustedMinor),
    owed: some(await owedOf(db, order)),
    taxes: taxesOf(lines, given).map(({ rateBasisPoints, taxMinor }) => ({
      ratePercent: rateBasisPoints / 100,
      tax: money(taxMinor, currency),
    })),
    groups:
      kind === 'credit'
        ? [creditGroup(order)]
        : await groupLines(db, services, { lines, currency }),
    timeline: await timelineOf(db, id),
    tickets,
    ticketWords: [...new Set(tickets.map(({ kind }) => `${kind}s`))].toSorted().join(' and '),
    handovers: await handoversOf(db, services, given),
    refunds: await refundsOf(db, id),
    papers: await papersOf(db, id),
  }
}

async function owedOf(db: Db, order: Order): Promise<number> {
  const isSold = soldStates.some((state) => state === order.state)
  return isSold && order.adjustedMinor > 0 ? Math.max(0, await openAmount(db, order)) : 0
}

function timelineOf(db: Db, orderId: string) {
  const { toState: state, reason, at } = orderTransitions
  return db
    .select({ state, reason, at })
    .from(orderTransitions)
    .where(eq(orderTransitions.orderId, orderId))
    .orderBy(asc(orderTransitions.id))
}

async function handoversOf(
  db: Db,
  services: Services,
  rows: (typeof handovers.$inferSelect)[],
): Promise<HandoverView[]> {
  const pages = await services.blog.pagesById(
    db,
    rows.map(({ pageId }) => pageId),
  )
  return rows.map(({ id, pageId, kind, title, place, address, startsAt, endsAt, ...row }) => {
    const page = pages.get(pageId)?.title ?? ''
    const { packedAt, doneAt } = row
    return { id, pageId, page, kind, title, place, address, startsAt, endsAt, packedAt, doneAt }
  })
}

async function refundsOf(db: Db, orderId: string): Promise<RefundView[]> {
  const rows = await db
    .select()
    .from(refunds)
    .where(eq(refunds.orderId, orderId))
    .orderBy(asc(refunds.id))
  return rows.map(({ id, amountMinor, currency, state, method, reason, message, createdAt }) => ({
    id,
    amount: money(amountMinor, currency),
    state,
    method,
    reason,
    message,
    at: createdAt,
  }))
}
