import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { posts } from '@rose-ash/shared/db/models/blog'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { bookings, resources, slots } from '@rose-ash/shared/db/models/events-bookings'
import { SoldOut } from '@rose-ash/shared/services/holds'
import { aSlot, testDatabase } from '@rose-ash/shared/testing'
import { NotOnSale } from '../basket/errors.ts'
import { readBasket } from '../basket/queries.ts'
import { settlePayment } from '../payments/settle-payment.ts'
import { startPayment } from '../payments/start-payment.ts'
import { refundOrder } from '../refunds/refund-order.ts'
import { buyersOf } from '../testing/buyers.ts'
import { press, startShop } from '../testing/start-shop.ts'
import { cancellableUntil, cancelOrder } from './cancel-order.ts'
import { orderView } from './order-view.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { aBuyer, begin, endHoldOf, order, paymentsOf, put, stateOf, supplyOf, sweep } = buyersOf(
  db,
  shop,
)
const hour = 3_600_000

describe('a slot in the basket', () => {
  it('says what and when in the zone of the thing, and costs members less', async () => {
    const slot = await aSlot(db, {
      places: 6,
      startsAt: new Date('2040-07-06T13:00:00Z'),
      resource: { timeZone: 'Europe/Berlin', memberPriceMinor: 900 },
    })
    const { owner } = await aBuyer()
    const guest = { visitorId: randomUUID() }

    for (const buyer of [owner, guest]) await put(buyer, 'booking', slot.id, 2)

    const [own] = (await readBasket(db, shop, owner)).lines
    expect(own?.offer).toMatchObject({
      title: 'The bread oven',
      detail: 'Fri 6 Jul, 15:00–17:00',
      path: `/resources/${slot.resource.slug}?from=2040-07-06`,
      unitMinor: 900,
      usualMinor: 1200,
      left: 6,
      onSale: true,
    })
    const [other] = (await readBasket(db, shop, guest)).lines
    expect(other?.offer).toMatchObject({ unitMinor: 1200, usualMinor: null })
  })

  it.each([
    [
      'it has begun',
      (id: string) => db.update(slots).set({ startsAt: new Date() }).where(eq(slots.id, id)),
    ],
    [
      'it was taken off',
      (id: string) => db.update(slots).set({ removedAt: new Date() }).where(eq(slots.id, id)),
    ],
  ])('is not sold once %s', async (_when, change) => {
    const slot = await aSlot(db)
    await change(slot.id)

    const { owner } = await aBuyer()

    await expect(put(owner, 'booking', slot.id, 1)).rejects.toThrow(NotOnSale)
    expect((await readBasket(db, shop, owner)).lines).toEqual([])
  })

  it('is not sold while the thing is a draft, or its page hidden', async () => {
    const draft = await aSlot(db, { resource: { status: 'draft' } })
    const hidden = await aSlot(db)
    await db.update(posts).set({ status: 'draft' }).where(eq(posts.id, hidden.resource.pageId))

    const { owner } = await aBuyer()

    await expect(put(owner, 'booking', draft.id, 1)).rejects.toThrow(NotOnSale)
    await expect(put(owner, 'booking', hidden.id, 1)).rejects.toThrow(NotOnSale)
  })
})

describe('an order of a slot', () => {
  it('holds it, and frees it when nobody pays', async () => {
    const slot = await aSlot(db)
    const { owner } = await aBuyer()
    await put(owner, 'booking', slot.id, 1)
    const { id } = await order(owner, 1200)
    expect(await supplyOf(slot.supplyId)).toEqual({ capacity: 1, held: 1, taken: 0 })
    await endHoldOf(id)

    await sweep()

    expect(await stateOf(id)).toBe('expired')
    expect(await supplyOf(slot.supplyId)).toEqual({ capacity: 1, held: 0, taken: 0 })
    expect(await db.$count(bookings, eq(bookings.slotId, slot.id))).toBe(0)
  })

  it('makes a booking of each place when it is paid, once', async () => {
    const slot = await aSlot(db, { places: 6 })

    const { orderId, owner } = await aPaidBooking(slot, 2)
    for (const { id } of await paymentsOf(orderId)) await settlePayment(db, shop, id)

    expect(await supplyOf(slot.supplyId)).toEqual({ capacity: 6, held: 0, taken: 2 })
    const booked = await db.select().from(bookings).where(eq(bookings.slotId, slot.id))
    expect(booked).toMatchObject([
      { number: 1, holderId: owner.personId, email: 'tom@rose-ash.example', name: 'Tom Bell' },
      { number: 2, holderId: owner.personId, cancelledAt: null },
    ])
    const next = await shop.services.events.nextTickets(db, owner.personId)
    expect(next).toMatchObject([
      { kind: 'booking', entryTitle: 'The bread oven', place: 'The Old Tannery', state: 'valid' },
      { kind: 'booking', startsAt: slot.startsAt, endsAt: slot.endsAt },
    ])
    expect(await viewOf(orderId)).toMatchObject({ ticketWords: 'bookings', handovers: [] })
  })

  it('gives a place back with its line, and keeps the others', async () => {
    const slot = await aSlot(db, { places: 6 })
    const { orderId } = await aPaidBooking(slot, 2)
    const [line] = await db.select().from(orderLines).where(eq(orderLines.orderId, orderId))

    await refund(orderId, [{ lineId: line?.id ?? '', quantity: 1 }])

    expect(await supplyOf(slot.supplyId)).toEqual({ capacity: 6, held: 0, taken: 1 })
    const { tickets } = await viewOf(orderId)
    expect(tickets.map(({ state }) => state)).toEqual(['valid', 'void'])
  })

  it('frees the slot for the next when its buyer cancels', async () => {
    const slot = await aSlot(db)
    const first = await aPaidBooking(slot, 1)

    await cancelOrder(db, shop, await orderRow(first.orderId))
    const second = await aPaidBooking(slot, 1)

    expect(await stateOf(first.orderId)).toBe('refunded')
    expect(await supplyOf(slot.supplyId)).toEqual({ capacity: 1, held: 0, taken: 1 })
    const next = await shop.services.events.nextTickets(db, second.owner.personId)
    expect(next).toHaveLength(1)
    expect(await shop.services.events.nextTickets(db, first.owner.personId)).toEqual([])
  })
})

describe('until when a booking may be cancelled', () => {
  it('is so long before it begins as the thing says', async () => {
    const slot = await aSlot(db, { resource: { cancelMinutes: 24 * 60 } })
    const { orderId } = await aPaidBooking(slot, 1)

    const until = await cancellableUntil(db, shop, await orderRow(orderId))

    expect(until).toEqual(new Date(slot.startsAt.getTime() - 24 * hour))
    await db
      .update(resources)
      .set({ cancelMinutes: 72 * 60 })
      .where(eq(resources.id, slot.resource.id))
    await expect(cancelOrder(db, shop, await orderRow(orderId))).rejects.toThrow(
      'cannot be cancelled here any more',
    )
    expect(await supplyOf(slot.supplyId)).toEqual({ capacity: 1, held: 0, taken: 1 })
  })

  it('is an hour after paying when it says nothing, and never once it has begun', async () => {
    const slot = await aSlot(db)
    const { orderId } = await aPaidBooking(slot, 1)
    const { paidAt } = await orderRow(orderId)

    expect(await cancellableUntil(db, shop, await orderRow(orderId))).toEqual(
      new Date((paidAt?.getTime() ?? 0) + hour),
    )
    await db.update(slots).set({ startsAt: new Date() }).where(eq(slots.id, slot.id))
    expect(await cancellableUntil(db, shop, await orderRow(orderId))).toBeUndefined()
  })
})

it('sells the last place to exactly one of fifty who want it at once', async () => {
  const slot = await aSlot(db)
  const buyers = await Promise.all(Array.from({ length: 50 }, async () => (await aBuyer()).owner))
  for (const owner of buyers) await put(owner, 'booking', slot.id, 1)

  const outcomes = await Promise.allSettled(buyers.map((owner) => begin(owner)))

  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await supplyOf(slot.supplyId)).toEqual({ capacity: 1, held: 1, taken: 0 })
  const reasons = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  expect(
    reasons.every((reason) => reason instanceof SoldOut || /changed/.test(String(reason))),
  ).toBe(true)
})

async function aPaidBooking(slot: { id: string }, quantity: number) {
  const { owner } = await aBuyer()
  await put(owner, 'booking', slot.id, quantity)
  const { id: orderId } = await order(owner, 1200 * quantity)
  await press(await startPayment(db, shop, orderId), 'pay')
  for (const { id } of await paymentsOf(orderId)) await settlePayment(db, shop, id)
  return { orderId, owner }
}

async function orderRow(id: string) {
  const [row] = await db.select().from(orders).where(eq(orders.id, id))
  if (!row) throw new Error('there is no such order')
  return row
}

const viewOf = async (id: string) => orderView(db, shop.services, await orderRow(id))

const refund = (orderId: string, lines: { lineId: string; quantity: number }[]) =>
  refundOrder(db, shop, {
    orderId,
    requestKey: randomUUID(),
    lines,
    reason: 'returned',
    message: '',
    method: 'provider',
    personId: undefined,
  })
