import { randomUUID } from 'node:crypto'
import { asc, eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { orders, orderTransitions, payments } from '@rose-ash/shared/db/models/cart'
import { tickets } from '@rose-ash/shared/db/models/events'
import { apActivities } from '@rose-ash/shared/db/models/federation'
import { supplies } from '@rose-ash/shared/db/models/holds'
import type { BasketOwner } from '@rose-ash/shared/services/cart/baskets'
import { aPerson, aTicketType, aVariant, testDatabase } from '@rose-ash/shared/testing'
import { addItem } from '../basket/add-item.ts'
import { countBasket } from '../basket/queries.ts'
import { BasketChanged } from '../checkout/errors.ts'
import { placeOrder } from '../checkout/place-order.ts'
import { expireOrders, giveUpOrder } from '../orders/give-up-order.ts'
import { misbehave, moneyMoved, press, startShop } from '../testing/start-shop.ts'
import { refundPayment } from './refund-payment.ts'
import { settlePayment } from './settle-payment.ts'
import { startPayment } from './start-payment.ts'

const { db } = await testDatabase()
const shop = await startShop()

describe('ordering', () => {
  it('holds what is in the basket and empties it', async () => {
    const loaf = await aVariant(db, { stock: 5 })
    const { owner } = await aBuyer()
    await put(owner, 'product', loaf.id, 2)

    const order = await order1(owner, 560)

    expect(order).toMatchObject({ state: 'awaiting_payment', totalMinor: 560, currency: 'GBP' })
    expect(await supplyOf(loaf.supplyId)).toEqual({ capacity: 5, held: 2, taken: 0 })
    expect(await countBasket(db, owner)).toBe(0)
  })

  it('makes one order of a form that is sent twice at once', async () => {
    const loaf = await aVariant(db)
    const { owner } = await aBuyer()
    await put(owner, 'product', loaf.id, 1)
    const requestKey = randomUUID()

    const both = await Promise.all([order1(owner, 280, requestKey), order1(owner, 280, requestKey)])

    expect(both[0].id).toBe(both[1].id)
    expect(await supplyOf(loaf.supplyId)).toMatchObject({ held: 1 })
  })

  it('refuses a total that the buyer did not see, and changes nothing', async () => {
    const loaf = await aVariant(db)
    const { owner } = await aBuyer()
    await put(owner, 'product', loaf.id, 1)

    await expect(order1(owner, 270)).rejects.toBeInstanceOf(BasketChanged)

    expect(await countBasket(db, owner)).toBe(1)
    expect(await supplyOf(loaf.supplyId)).toMatchObject({ held: 0 })
  })

  it('gives the last ticket to one of two buyers, and keeps the basket of the other', async () => {
    const place = await aTicketType(db, { places: 1 })
    const buyers = [await aBuyer(), await aBuyer()]
    for (const { owner } of buyers) await put(owner, 'ticket', place.id, 1)

    const results = await Promise.allSettled(buyers.map(({ owner }) => order1(owner, 1800)))

    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const loser = buyers[results.findIndex(({ status }) => status === 'rejected')]
    expect(await countBasket(db, loser?.owner)).toBe(1)
  })

  it('needs no payment for what costs nothing', async () => {
    const place = await aTicketType(db, { priceMinor: 0 })
    const { owner } = await aBuyer()
    await put(owner, 'ticket', place.id, 2)

    const order = await order1(owner, 0)

    expect(order.state).toBe('paid')
    expect(await supplyOf(place.supplyId)).toMatchObject({ held: 0, taken: 2 })
    expect(await ticketCount(order.id)).toBe(2)
  })
})

describe('paying', () => {
  it('makes the order paid once, however many say so at the same time', async () => {
    const { order, paymentId, payUrl, place } = await anOrderToPay()
    await press(payUrl, 'pay')

    await Promise.all(Array.from({ length: 8 }, () => settlePayment(db, shop, paymentId)))

    expect(await stateOf(order.id)).toBe('paid')
    expect(await transitionsOf(order.id)).toEqual(['awaiting_payment', 'paid'])
    expect(await ticketCount(order.id)).toBe(2)
    expect(await supplyOf(place.supplyId)).toMatchObject({ held: 0, taken: 2 })
    const uri = `${shop.origins.cart}/orders/${order.id}`
    expect(await db.$count(apActivities, eq(apActivities.objectUri, uri))).toBe(1)
    expect(shop.purged).toContain(`item:${place.id}`)
  })

  it('opens one checkout for a double click, also when the first answer is lost', async () => {
    await misbehave(shop, { faults: [{ operation: 'create', kind: 'lose-answer', times: 1 }] })
    const { order } = await anUnpaidOrder()

    await expect(startPayment(db, shop, order.id)).rejects.toThrow()
    const [first, second] = await Promise.all([
      startPayment(db, shop, order.id),
      startPayment(db, shop, order.id),
    ])

    expect(first).toBe(second)
    expect(await paymentsOf(order.id)).toMatchObject([{ attempt: 1, state: 'pending' }])
  })

  it('leaves an order waiting after a declined card, as the buyer may try another', async () => {
    const { order, paymentId, payUrl } = await anOrderToPay()
    await press(payUrl, 'decline')

    await settlePayment(db, shop, paymentId)
    expect(await stateOf(order.id)).toBe('awaiting_payment')

    await press(payUrl, 'pay')
    await settlePayment(db, shop, paymentId)
    expect(await stateOf(order.id)).toBe('paid')
  })

  it('believes nothing about a checkout that is not the one it opened', async () => {
    const [cheap, dear] = [await anOrderToPay(), await anOrderToPay()]
    await press(cheap.payUrl, 'pay')
    const [{ checkoutId } = { checkoutId: null }] = await paymentsOf(cheap.order.id)
    await db.update(payments).set({ checkoutId: null }).where(eq(payments.id, cheap.paymentId))
    await db.update(payments).set({ checkoutId }).where(eq(payments.id, dear.paymentId))

    await expect(settlePayment(db, shop, dear.paymentId)).rejects.toThrow('is not payment')

    expect(await stateOf(dear.order.id)).toBe('awaiting_payment')
  })
})

describe('an order that is not paid in time', () => {
  it('frees what it held and puts its things back into the basket', async () => {
    const { order, owner, place } = await anOrderToPay()
    await endHoldOf(order.id)

    await sweep()

    expect(await stateOf(order.id)).toBe('expired')
    expect(await supplyOf(place.supplyId)).toMatchObject({ held: 0, taken: 0 })
    expect(await countBasket(db, owner)).toBe(2)
    await expect(startPayment(db, shop, order.id)).rejects.toThrow('not waiting to be paid')
  })

  it('is paid after all when the money was already there', async () => {
    const { order, payUrl } = await anOrderToPay()
    await press(payUrl, 'pay')
    await endHoldOf(order.id)

    await sweep()

    expect(await stateOf(order.id)).toBe('paid')
  })

  it('gives the money back, once, when it comes after the goods went to somebody else', async () => {
    const { order, paymentId, payUrl, place } = await anOrderToPay({ places: 2 })
    await press(payUrl, 'pay')
    await endHoldOf(order.id)
    const { owner: faster } = await aBuyer()
    await put(faster, 'ticket', place.id, 2)
    await order1(faster, 3600)

    await settlePayment(db, shop, paymentId)
    expect(await stateOf(order.id)).toBe('paid_late')
    await misbehave(shop, { faults: [{ operation: 'refund', kind: 'lose-answer', times: 1 }] })
    await expect(refundPayment(db, shop, paymentId)).rejects.toThrow()
    await refundPayment(db, shop, paymentId)
    await refundPayment(db, shop, paymentId)

    expect(await stateOf(order.id)).toBe('refunded')
    expect(await transitionsOf(order.id)).toEqual(['awaiting_payment', 'paid_late', 'refunded'])
    const { charges, refunds } = await moneyMoved(shop)
    const mine = ({ reference }: { reference: string }) => reference.startsWith(order.id)
    expect(charges.filter(mine)).toMatchObject([{ amountMinor: 3600 }])
    expect(refunds.filter(mine)).toMatchObject([{ amountMinor: 3600 }])
    expect(await ticketCount(order.id)).toBe(0)
  })

  it('cannot be cancelled once it is paid', async () => {
    const { order, payUrl } = await anOrderToPay()
    await press(payUrl, 'pay')

    const cancelled = await giveUpOrder(db, shop, {
      orderId: order.id,
      to: 'cancelled',
      reason: 'changed my mind',
    })

    expect(cancelled).toBe(false)
    expect(await stateOf(order.id)).toBe('paid')
  })
})

async function aBuyer(): Promise<{ owner: { personId: string } }> {
  return { owner: { personId: (await aPerson(db)).id } }
}

const put = (owner: BasketOwner, kind: 'product' | 'ticket', itemId: string, quantity: number) =>
  addItem(db, shop.services, { owner, kind, itemId, quantity })

function order1(owner: BasketOwner, totalMinor: number, requestKey: string = randomUUID()) {
  const buyer = { name: 'Tom Bell', email: 'tom@rose-ash.example' }
  return placeOrder(db, shop, { owner, requestKey, totalMinor, ...buyer })
}

async function anUnpaidOrder({ places = 10 }: { places?: number } = {}) {
  const place = await aTicketType(db, { places })
  const { owner } = await aBuyer()
  await put(owner, 'ticket', place.id, 2)
  return { order: await order1(owner, 3600), owner, place }
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

const paymentsOf = (orderId: string) =>
  db.select().from(payments).where(eq(payments.orderId, orderId))

async function supplyOf(id: string) {
  const { capacity, held, taken } = supplies
  const [row] = await db.select({ capacity, held, taken }).from(supplies).where(eq(supplies.id, id))
  return row
}

async function ticketCount(orderId: string): Promise<number> {
  const lines = sql`(select id from cart.order_lines where order_id = ${orderId})`
  return db.$count(tickets, sql`${tickets.orderLineId} in ${lines}`)
}
