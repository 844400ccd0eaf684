import { asc, desc, eq } from 'drizzle-orm'
import type { TicketDto } from '@rose-ash/shared/contracts/events'
import type { Db } from '@rose-ash/shared/db'
import { orderLines, orders, orderTransitions } from '@rose-ash/shared/db/models/cart'
import { NotFound } from '@rose-ash/shared/errors'
import { money, type Money } from '@rose-ash/shared/money'
import type { Viewer } from '@rose-ash/shared/fragments'
import type { Services } from '@rose-ash/shared/services/registry'
import type { Order, OrderState } from './change-state.ts'

export interface OrderView {
  id: string
  number: number
  accessKey: string
  state: OrderState
  email: string
  name: string
  placedAt: Date
  heldUntil: Date
  total: Money
  groups: { title: string; lines: OrderLineView[] }[]
  timeline: { state: OrderState; reason: string; at: Date }[]
  tickets: TicketDto[]
}

export interface OrderLineView {
  title: string
  detail: string
  quantity: number
  unitPrice: Money
  total: Money
}

/** Who asks for an order: its buyer, signed in or with the key from their mail, or an admin. */
export interface Asker {
  viewer: Viewer
  key: string | undefined
}

/**
 * An order that the asker may see.
 *
 * @throws {NotFound} when there is none, or it is not theirs: they learn nothing.
 */
export async function findOrder(
  db: Db,
  services: Services,
  { orderId, asker }: { orderId: string; asker: Asker },
): Promise<Order> {
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId))
  if (!order || !(await mayOpen(db, services, { order, asker }))) throw new NotFound('order')
  return order
}

async function mayOpen(
  db: Db,
  services: Services,
  { order, asker }: { order: Order; asker: Asker },
): Promise<boolean> {
  if (asker.key === order.accessKey) return true
  if (asker.viewer.kind !== 'member') return false
  const { personId } = asker.viewer
  return personId === order.personId || services.account.hasRole(db, personId, 'admin')
}

/** Everything the order's page shows. */
export async function orderView(db: Db, services: Services, order: Order): Promise<OrderView> {
  const lines = await db
    .select()
    .from(orderLines)
    .where(eq(orderLines.orderId, order.id))
    .orderBy(asc(orderLines.id))
  const timeline = await db
    .select({
      state: orderTransitions.toState,
      reason: orderTransitions.reason,
      at: orderTransitions.at,
    })
    .from(orderTransitions)
    .where(eq(orderTransitions.orderId, order.id))
    .orderBy(asc(orderTransitions.id))
  const tickets = await services.events.ticketsOfLines(
    db,
    lines.map(({ id }) => id),
  )
  const { id, number, accessKey, state, email, name, createdAt, heldUntil, currency } = order
  return {
    id,
    number,
    accessKey,
    state,
    email,
    name,
    heldUntil,
    timeline,
    tickets,
    placedAt: createdAt,
    total: money(order.totalMinor, currency),
    groups: await groupLines(db, services, { lines, currency }),
  }
}

type Line = typeof orderLines.$inferSelect

async function groupLines(
  db: Db,
  services: Services,
  { lines, currency }: { lines: Line[]; currency: string },
): Promise<OrderView['groups']> {
  const byPage = Map.groupBy(lines, ({ pageId }) => pageId)
  const pages = await services.blog.pagesById(db, [...byPage.keys()])
  return [...byPage].map(([pageId, own]) => ({
    title: pages.get(pageId)?.title ?? '',
    lines: own.map(({ title, detail, quantity, unitMinor }) => ({
      title,
      detail,
      quantity,
      unitPrice: money(unitMinor, currency),
      total: money(unitMinor * quantity, currency),
    })),
  }))
}

export interface OrderCard {
  id: string
  number: number
  state: OrderState
  placedAt: Date
  total: Money
}

/** A person's newest orders. */
export async function ordersOf(db: Db, personId: string, limit: number): Promise<OrderCard[]> {
  const rows = await db
    .select()
    .from(orders)
    .where(eq(orders.personId, personId))
    .orderBy(desc(orders.id))
    .limit(limit)
  return rows.map(({ id, number, state, createdAt, totalMinor, currency }) => ({
    id,
    number,
    state,
    placedAt: createdAt,
    total: money(totalMinor, currency),
  }))
}
