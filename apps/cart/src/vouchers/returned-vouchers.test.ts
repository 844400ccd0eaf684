import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { refunds } from '@rose-ash/shared/db/models/cart-payments'
import { vouchers, voucherUses } from '@rose-ash/shared/db/models/cart-terms'
import { aTicketType, testDatabase } from '@rose-ash/shared/testing'
import { cancelOrder } from '../orders/cancel-order.ts'
import { settlePayment } from '../payments/settle-payment.ts'
import { startPayment } from '../payments/start-payment.ts'
import { refundOrder, type WantedRefund } from '../refunds/refund-order.ts'
import { sendRefund } from '../refunds/send-refund.ts'
import { buyersOf } from '../testing/buyers.ts'
import { press, startShop } from '../testing/start-shop.ts'
import { addVoucherCode } from './basket-codes.ts'
import { aVoucher } from './testing/an-order.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { aBuyer, endHoldOf, order, paymentsOf, put, stateOf, supplyOf, sweep } = buyersOf(db, shop)

describe('a voucher that each person may use once', () => {
  it('can be used again when its order went back whole', async () => {
    const voucher = await aPoundOff()
    const { owner, orderId } = await aPaidOrder(voucher)
    expect(await usesOf(voucher)).toEqual({ used: 1, active: 1 })

    await refund(orderId)

    expect(await usesOf(voucher)).toEqual({ used: 0, active: 0 })
    await aPaidOrder(voucher, { buyer: owner })
    expect(await usesOf(voucher)).toEqual({ used: 1, active: 1 })
  })

  it('stays used while some of its order stays, and comes back with the last of it', async () => {
    const voucher = await aPoundOff()
    const { orderId } = await aPaidOrder(voucher)
    const [line] = await db.select().from(orderLines).where(eq(orderLines.orderId, orderId))
    const one = [{ lineId: line?.id ?? '', quantity: 1 }]

    await refund(orderId, one)
    expect(await stateOf(orderId)).toBe('partly_refunded')
    expect(await usesOf(voucher)).toEqual({ used: 1, active: 1 })
    await refund(orderId, one)

    expect(await stateOf(orderId)).toBe('refunded')
    expect(await usesOf(voucher)).toEqual({ used: 0, active: 0 })
  })

  it('comes back when the buyer cancels what they paid', async () => {
    const voucher = await aPoundOff()
    const { orderId } = await aPaidOrder(voucher)

    await cancel(orderId)

    expect(await stateOf(orderId)).toBe('refunded')
    expect(await usesOf(voucher)).toEqual({ used: 0, active: 0 })
  })

  it('comes back once when the money comes after the places went to somebody else', async () => {
    const voucher = await aPoundOff({ maxUses: 5, used: 3 })
    const { orderId, place } = await anOrder(voucher, { places: 2 })
    await press(await startPayment(db, shop, orderId), 'pay')
    await endHoldOf(orderId)
    const { owner: faster } = await aBuyer()
    await put(faster, 'ticket', place.id, 2)
    await order(faster, 3600)

    for (const { id } of await paymentsOf(orderId)) await settlePayment(db, shop, id)
    const [back] = await db.select().from(refunds).where(eq(refunds.orderId, orderId))
    await Promise.allSettled([1, 2].map(() => sendRefund(db, shop, back?.id ?? '')))

    expect(await stateOf(orderId)).toBe('refunded')
    expect(await usesOf(voucher)).toEqual({ used: 3, active: 0 })
  })

  it('comes back when its order is given up unpaid', async () => {
    const voucher = await aPoundOff()
    const cancelled = await anOrder(voucher)

    await cancel(cancelled.orderId)
    expect(await stateOf(cancelled.orderId)).toBe('cancelled')
    expect(await usesOf(voucher)).toEqual({ used: 0, active: 0 })
    const expired = await anOrder(voucher)
    expect(await usesOf(voucher)).toEqual({ used: 1, active: 1 })
    await endHoldOf(expired.orderId)
    await Promise.all([sweep(), sweep()])

    expect(await stateOf(expired.orderId)).toBe('expired')
    expect(await usesOf(voucher)).toEqual({ used: 0, active: 0 })
  })
})

describe('who asks at the same time', () => {
  it('gives each use back once, and those of other orders stay', async () => {
    const voucher = await aPoundOff({ maxUses: 5, maxPerPerson: null })
    const [kept, ...back] = await Promise.all(Array.from({ length: 4 }, () => aPaidOrder(voucher)))
    expect(await usesOf(voucher)).toEqual({ used: 4, active: 4 })

    const asked = await Promise.allSettled(
      back.flatMap(({ orderId }) => [refund(orderId), cancel(orderId), refund(orderId)]),
    )

    expect(asked.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(3)
    expect(await usesOf(voucher)).toEqual({ used: 1, active: 1 })
    expect(await stateOf(kept?.orderId ?? '')).toBe('paid')
  })

  it('waits for nobody in a ring: some send back what others order with the same voucher', async () => {
    const voucher = await aPoundOff({ maxPerPerson: null })
    const paid = await Promise.all(Array.from({ length: 4 }, () => aPaidOrder(voucher)))

    await Promise.all([
      ...paid.map(({ orderId }) => refund(orderId)),
      ...paid.map(({ owner }) => anOrder(voucher, { buyer: owner })),
    ])

    expect(await usesOf(voucher)).toEqual({ used: 4, active: 4 })
  })
})

describe('an order that its voucher makes free', () => {
  it('is cancelled once, with its tickets and its voucher, however often one clicks', async () => {
    const voucher = await aPoundOff({ amountMinor: 5000 })
    const { orderId, owner, place } = await anOrder(voucher, { totalMinor: 0 })
    expect(await stateOf(orderId)).toBe('paid')
    expect(await supplyOf(place.supplyId)).toMatchObject({ taken: 2 })

    await Promise.all([cancel(orderId), cancel(orderId), cancel(orderId)])

    expect(await stateOf(orderId)).toBe('refunded')
    expect(await supplyOf(place.supplyId)).toMatchObject({ held: 0, taken: 0 })
    expect(await usesOf(voucher)).toEqual({ used: 0, active: 0 })
    expect(await shop.services.events.nextTickets(db, owner.personId)).toEqual([])
  })
})

const aPoundOff = (values: Partial<typeof vouchers.$inferInsert> = {}) =>
  aVoucher(db, {
    title: 'A pound off',
    kind: 'amount',
    basisPoints: null,
    amountMinor: 100,
    currency: 'GBP',
    maxPerPerson: 1,
    ...values,
  })

type Voucher = typeof vouchers.$inferSelect

interface Wish {
  buyer?: Awaited<ReturnType<typeof aBuyer>>['owner']
  places?: number
  totalMinor?: number
}

/** Two tickets at £18, less what the voucher takes off. */
async function anOrder({ code }: Voucher, { buyer, places = 10, totalMinor = 3500 }: Wish = {}) {
  const owner = buyer ?? (await aBuyer()).owner
  const place = await aTicketType(db, { places })
  await put(owner, 'ticket', place.id, 2)
  await addVoucherCode(db, { owner, code })
  const { id: orderId } = await order(owner, totalMinor)
  return { orderId, owner, place }
}

async function aPaidOrder(voucher: Voucher, wish: Wish = {}) {
  const made = await anOrder(voucher, wish)
  await press(await startPayment(db, shop, made.orderId), 'pay')
  for (const { id } of await paymentsOf(made.orderId)) await settlePayment(db, shop, id)
  expect(await stateOf(made.orderId)).toBe('paid')
  return made
}

const refund = (orderId: string, lines?: WantedRefund[]) =>
  refundOrder(db, shop, {
    orderId,
    requestKey: randomUUID(),
    lines,
    reason: 'returned',
    message: '',
    method: 'provider',
    personId: undefined,
  })

async function cancel(orderId: string): Promise<void> {
  const [row] = await db.select().from(orders).where(eq(orders.id, orderId))
  if (!row) throw new Error('there is no such order')
  await cancelOrder(db, shop, row)
}

/** How often the voucher says that it is used, and by how many orders. */
async function usesOf({ id }: Voucher) {
  const [row] = await db.select().from(vouchers).where(eq(vouchers.id, id))
  const uses = await db.select().from(voucherUses).where(eq(voucherUses.voucherId, id))
  const active = uses.filter(({ releasedAt }) => releasedAt === null).length
  return { used: row?.used, active }
}
