import { randomUUID } from 'node:crypto'
import { asc, eq, sql } from 'drizzle-orm'
import type { ItemKind } from '@rose-ash/shared/contracts/offers'
import type { Db } from '@rose-ash/shared/db'
import { orders, orderTransitions, payments } from '@rose-ash/shared/db/models/cart'
import { tickets } from '@rose-ash/shared/db/models/events'
import { supplies } from '@rose-ash/shared/db/models/holds'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import { aPerson, aTicketType } from '@rose-ash/shared/testing'
import { addItem } from '../basket/add-item.ts'
import { placeOrder } from '../checkout/place-order.ts'
import { expireOrders } from '../orders/give-up-order.ts'
import { startPayment } from '../payments/start-payment.ts'
import type { Shop } from '../shop.ts'

/** What buyers do in a shop, and what a test reads of it afterwards. */
export function buyersOf(db: Db, shop: Shop) {
  return {
    aBuyer,
    anOrderToPay,
    anUnpaidOrder,
    endHoldOf,
    order,
    paymentsOf,
    put,
    stateOf,
    supplyOf,
    sweep,
    ticketCount,
    transitionsOf,
  }

  async function aBuyer(): Promise<{ owner: { personId: string } }> {
    return { owner: { personId: (await aPerson(db)).id } }
  }

  function put(owner: BasketOwner, kind: ItemKind, itemId: string, quantity: number) {
    return addItem(db, shop.services, { owner, kind, itemId, quantity })
  }

  function order(owner: BasketOwner, totalMinor: number, requestKey: string = randomUUID()) {
    const buyer = { name: 'Tom Bell', email: 'tom@rose-ash.example' }
    return placeOrder(db, shop, { owner, requestKey, totalMinor, ...buyer })
  }

  async function anUnpaidOrder({ places = 10 }: { places?: number } = {}) {
    const place = await aTicketType(db, { places })
    const { owner } = await aBuyer()
    await put(owner, 'ticket', place.id, 2)
    return { order: await order(owner, 3600), owner, place }
  }

  async function anOrderToPay(options: { places?: number } = {}) {
    const unpaid = await anUnpaidOrder(options)
    const payUrl = await startPayment(db, shop, unpaid.order.id)
    const [payment] = await paymentsOf(unpaid.order.id)
    return { ...unpaid, payUrl, paymentId: payment?.id ?? '' }
  }

  /** Time passes for one order. */
  async function endHoldOf(orderId: string): Promise<void> {
    await db
      .update(orders)
      .set({ heldUntil: new Date(0) })
      .where(eq(orders.id, orderId))
    await db.execute(sql`update holds.holds set expires_at = 'epoch' where holder_id = ${orderId}`)
  }

  function sweep(): Promise<void> {
    return expireOrders(db, shop, (_id, error) => {
      throw error
    })
  }

  async function stateOf(orderId: string) {
    const [order] = await db.select().from(orders).where(eq(orders.id, orderId))
    return order?.state
  }

  async function transitionsOf(orderId: string) {
    const rows = await db
      .select()
      .from(orderTransitions)
      .where(eq(orderTransitions.orderId, orderId))
      .orderBy(asc(orderTransitions.id))
    return rows.map(({ toState }) => toState)
  }

  function paymentsOf(orderId: string) {
    return db.select().from(payments).where(eq(payments.orderId, orderId))
  }

  async function supplyOf(id: string) {
    const { capacity, held, taken } = supplies
    const [row] = await db
      .select({ capacity, held, taken })
      .from(supplies)
      .where(eq(supplies.id, id))
    return row
  }

  async function ticketCount(orderId: string): Promise<number> {
    const lines = sql`(select id from cart.order_lines where order_id = ${orderId})`
    return db.$count(tickets, sql`${tickets.orderLineId} in ${lines}`)
  }
}
