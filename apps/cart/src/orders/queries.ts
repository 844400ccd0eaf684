import { and, desc, eq, gt, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { NotFound } from '@rose-ash/shared/errors'
import { money, type Money } from '@rose-ash/shared/money'
import type { Viewer } from '@rose-ash/shared/fragments'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import type { Services } from '@rose-ash/shared/services/registry'
import type { Order, OrderState } from './change-state.ts'

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
    .where(and(eq(orders.personId, personId), isNotNull(orders.placedAt)))
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

export interface OpenDraft {
  id: string
  accessKey: string
  heldUntil: Date | null
  things: number
  total: Money
}

/** The checkouts that an owner has begun and not finished. */
export async function draftsOf(db: Db, owner: BasketOwner): Promise<OpenDraft[]> {
  const own =
    'personId' in owner
      ? eq(orders.personId, owner.personId)
      : eq(orders.visitorId, owner.visitorId)
  const things = sql<number>`(select coalesce(sum(line.quantity), 0)::int from cart.order_lines line
    where line.order_id = cart.orders.id)`
  const { id, accessKey, heldUntil, totalMinor, currency } = orders
  const rows = await db
    .select({ id, accessKey, heldUntil, totalMinor, currency, things })
    .from(orders)
    .where(and(own, eq(orders.state, 'draft'), gt(orders.heldUntil, sql`now()`)))
    .orderBy(desc(orders.id))
    .limit(10)
  return rows.map(({ totalMinor: amount, currency: iso, ...draft }) => ({
    ...draft,
    total: money(amount, iso),
  }))
}
