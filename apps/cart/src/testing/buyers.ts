import { randomUUID } from 'node:crypto'
import { asc, eq, isNull, sql } from 'drizzle-orm'
import type { ItemKind } from '@rose-ash/shared/contracts/offers'
import type { Db } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { orderTransitions } from '@rose-ash/shared/db/models/cart-states'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { tickets } from '@rose-ash/shared/db/models/events'
import { supplies } from '@rose-ash/shared/db/models/holds'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import { aPerson, aTicketType } from '@rose-ash/shared/testing'
import { addItem } from '../basket/add-item.ts'
import { beginCheckout } from '../checkout/begin-checkout.ts'
import { chooseHandovers } from '../checkout/choose-handovers.ts'
import { type PaymentTerms, placeOrder } from '../checkout/place-order.ts'
import type { Order } from '../orders/change-state.ts'
import { expireOrders } from '../orders/give-up-order.ts'
import { startPayment } from '../payments/start-payment.ts'
import type { Shop } from '../shop.ts'

/** How somebody orders; the rest is as usual. */
export interface Ordering {
  requestKey?: string
  terms?: PaymentTerms
  useCredit?: boolean
}

/** What buyers do in a shop, and what a test reads of it afterwards. */
export function buyersOf(db: Db, shop: Shop) {
  return {
    aBuyer,
    anOrderToPay,
    anUnpaidOrder,
    begin,
    endHoldOf,
    order,
    paymentsOf,
    place,
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
    return addItem(db, shop, { owner, kind, itemId, quantity })
  }

  /** Checks out what the basket has of the cooperative, and orders it. */
  async function order(owner: BasketOwner, totalMinor: number, options: Ordering = {}) {
    const draft = await begin(owner, options.requestKey)
    return place(draft, owner, { ...options, totalMinor })
  }

  async function begin(owner: BasketOwner, requestKey: string = randomUUID()): Promise<Order> {
    const merchantId = await cooperativeId()
    const { id: orderId } = await beginCheckout(db, shop, { owner, merchantId, requestKey })
    return chooseHandovers(db, shop, { orderId, choices: new Map(), address: undefined })
  }

  function place(
    { id: orderId }: Order,
    owner: BasketOwner,
    { totalMinor, terms = 'online', useCredit = false }: Ordering & { totalMinor: number },
  ): Promise<Order> {
    return placeOrder(db, shop, {
      orderId,
      totalMinor,
      terms,
      useCredit,
      name: 'Tom Bell',
      email: 'tom@rose-ash.example',
      note: '',
      personId: 'personId' in owner ? owner.personId : undefined,
    })
  }

  async function cooperativeId(): Promise<string> {
    const [row] = await db.select().from(merchants).where(isNull(merchants.pageId))
    return row?.id ?? ''
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
