import { and, desc, eq, gt, isNotNull, sql } from 'drizzle-orm'
import { type Db, jsonObject, type JsonOf, type SQL } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { NotFound } from '@rose-ash/shared/errors'
import { money, type Money } from '@rose-ash/shared/money'
import type { Viewer } from '@rose-ash/shared/fragments'
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

const draft = {
  id: orders.id,
  accessKey: orders.accessKey,
  heldUntil: orders.heldUntil,
  amount: orders.totalMinor,
  currency: orders.currency,
  things: sql<number>`(select coalesce(sum(line.quantity), 0)::int from cart.order_lines line
    where line.order_id = cart.orders.id)`,
}

/** The checkouts that somebody has begun and not finished, the newest first, as a list in a statement. */
export function openDrafts(on: Db, own: SQL): SQL<JsonOf<typeof draft>[]> {
  const open = on
    .select({ draft: jsonObject(draft).as('draft') })
    .from(orders)
    .where(
      and(
        own,
        sql`${orders.state} = 'draft' and ${orders.placedAt} is null`,
        gt(orders.heldUntil, sql`now()`),
      ),
    )
    .orderBy(desc(orders.id))
    .limit(10)
  return sql`(select coalesce(json_agg(open_draft.draft), '[]') from ${open.as('open_draft')})`
}

export function draftOf({ amount, currency, heldUntil, ...row }: JsonOf<typeof draft>): OpenDraft {
  return {
    ...row,
    heldUntil: heldUntil === null ? null : new Date(heldUntil),
    total: money(amount, currency),
  }
}
