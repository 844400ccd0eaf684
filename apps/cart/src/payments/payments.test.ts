import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { payments, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { apActivities } from '@rose-ash/shared/db/models/federation'
import { testDatabase } from '@rose-ash/shared/testing'
import { countBasket } from '../basket/queries.ts'
import { giveUpOrder } from '../orders/give-up-order.ts'
import { buyersOf } from '../testing/buyers.ts'
import { misbehave, moneyMoved, press, startShop } from '../testing/start-shop.ts'
import { sendRefund } from '../refunds/send-refund.ts'
import { settlePayment } from './settle-payment.ts'
import { startPayment } from './start-payment.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { aBuyer, anOrderToPay, anUnpaidOrder, endHoldOf, order: placeOrderOf } = buyersOf(db, shop)
const { paymentsOf, put, stateOf, supplyOf, sweep, ticketCount, transitionsOf } = buyersOf(db, shop)

describe('paying', () => {
  it('makes the order paid once, however many say so at the same time', async () => {
    const { order, paymentId, payUrl, place } = await anOrderToPay()
    await press(payUrl, 'pay')

    await Promise.all(Array.from({ length: 8 }, () => settlePayment(db, shop, paymentId)))

    expect(await stateOf(order.id)).toBe('paid')
    expect(await transitionsOf(order.id)).toEqual(['draft', 'awaiting_payment', 'paid'])
    expect(await ticketCount(order.id)).toBe(2)
    expect(await supplyOf(place.supplyId)).toMatchObject({ held: 0, taken: 2 })
    const uri = `${shop.origins.cart}/orders/${order.id}`
    expect(await db.$count(apActivities, eq(apActivities.objectUri, uri))).toBe(1)
    expect(shop.purged).toContain(`item:${place.id}`)
  })

  it('opens one checkout for a double click, also when the first answer is lost', async () => {
    await misbehave(shop, { faults: [{ operation: 'create', kind: 'lose-answer', times: 1 }] })
    const { order } = await anUnpaidOrder()

    await expect(startPayment(db, shop, order.id)).rejects.toThrow('fetch failed')
    const [first, second] = await Promise.all([
      startPayment(db, shop, order.id),
      startPayment(db, shop, order.id),
    ])

    expect(first).toBe(second)
    expect(await (await fetch(first)).text()).toContain(`Order ${order.number}<`)
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
    await placeOrderOf(faster, 3600)

    await settlePayment(db, shop, paymentId)
    expect(await stateOf(order.id)).toBe('paid_late')
    await misbehave(shop, { faults: [{ operation: 'refund', kind: 'lose-answer', times: 1 }] })
    const [refund] = await db.select().from(refunds).where(eq(refunds.orderId, order.id))
    const refundId = refund?.id ?? ''
    await expect(sendRefund(db, shop, refundId)).rejects.toThrow('fetch failed')
    await db
      .update(refunds)
      .set({ sendingUntil: new Date(0) })
      .where(eq(refunds.id, refundId))
    await Promise.allSettled([1, 2, 3].map(() => sendRefund(db, shop, refundId)))
    await sendRefund(db, shop, refundId)

    expect(await stateOf(order.id)).toBe('refunded')
    const steps = ['draft', 'awaiting_payment', 'paid_late', 'refunded']
    expect(await transitionsOf(order.id)).toEqual(steps)
    const { charges, refunds: sentBack } = await moneyMoved(shop)
    const mine = ({ reference }: { reference: string }) => reference.startsWith(order.id)
    expect(charges.filter(mine)).toMatchObject([{ amountMinor: 3600 }])
    expect(sentBack.filter(mine)).toMatchObject([{ amountMinor: 3600 }])
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
