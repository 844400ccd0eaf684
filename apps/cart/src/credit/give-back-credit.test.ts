import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { orders } from '@rose-ash/shared/db/models/cart'
import { invoices } from '@rose-ash/shared/db/models/cart-invoices'
import { refunds } from '@rose-ash/shared/db/models/cart-payments'
import { aTicketType, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createCart } from '../app.ts'
import { balanceOf } from '../ledger/members.ts'
import { cancelOrder } from '../orders/cancel-order.ts'
import { brokenPromises } from '../promise/testing/broken-promises.ts'
import { refundOrder } from '../refunds/refund-order.ts'
import { buyersOf } from '../testing/buyers.ts'
import { merchantWorld } from '../testing/merchant-app.ts'
import { moneyMoved, startShop } from '../testing/start-shop.ts'
import { payingInOf } from './testing/paying-in.ts'

const { db, url: databaseUrl } = await testDatabase()
const shop = await startShop()
const app = await testApp(createCart, testConfig('cart', { databaseUrl, sumup: shop.config.sumup }))
const world = await merchantWorld(app)
const { order: orderOf, put, stateOf } = buyersOf(db, shop)
const { anOrderOfCredit, aPaidIn, allSent, movedFor } = payingInOf(db, shop)
const currency = 'GBP'

describe('credit that goes back', () => {
  it('goes to the card once, from the desk, and leaves the balance', async () => {
    const { orderId, personId } = await aPaidIn(2000)
    const requestKey = randomUUID()

    await Promise.all([refund(orderId, { requestKey }), refund(orderId, { requestKey })])
    await allSent(orderId)

    expect(await stateOf(orderId)).toBe('refunded')
    expect(await balanceOf(db, personId, currency)).toBe(0)
    expect((await movedFor(orderId)).refunds).toMatchObject([{ amountMinor: 2000 }])
    const [, note] = await db
      .select()
      .from(invoices)
      .where(eq(invoices.orderId, orderId))
      .orderBy(invoices.id)
    expect(note).toMatchObject({ kind: 'credit_note', content: { totalMinor: 2000 } })
  })

  it('goes back as far as it was not spent, and is no credit for credit', async () => {
    const { orderId, personId } = await aPaidIn(2000)
    const place = await aTicketType(db)
    await put({ personId }, 'ticket', place.id, 1)
    await orderOf({ personId }, 1800, { useCredit: true })

    await expect(refund(orderId, { method: 'credit' })).rejects.toMatchObject({
      code: 'is_credit_already',
    })

    expect(await db.$count(refunds, eq(refunds.orderId, orderId))).toBe(0)
    await refund(orderId, {})
    await allSent(orderId)
    await expect(refund(orderId, {})).rejects.toMatchObject({ code: 'nothing_to_refund' })

    expect(await stateOf(orderId)).toBe('partly_refunded')
    expect(await balanceOf(db, personId, currency)).toBe(0)
    expect((await movedFor(orderId)).refunds).toMatchObject([{ amountMinor: 200 }])
  })

  it('is not taken back by the buyer alone, but given up while it is unpaid', async () => {
    const [paid, unpaid] = [await aPaidIn(2000), await anOrderOfCredit(1000)]

    await expect(cancelOrder(db, shop, await rowOf(paid.orderId))).rejects.toMatchObject({
      code: 'too_late_to_cancel',
    })
    await cancelOrder(db, shop, await rowOf(unpaid.orderId))

    expect(await stateOf(unpaid.orderId)).toBe('cancelled')
    expect(await balanceOf(db, paid.personId, currency)).toBe(-2000)
  })

  it('stands at the desk for administrators alone', async () => {
    const { orderId } = await aPaidIn(2000)
    const url = `/desk/orders/${orderId}`

    const list = await world.admin.look('/desk/orders')
    const page = await world.admin.look(url)

    expect(list.body).toMatch(/£20\.00<br><span class="text-ash">credit</)
    expect(page.body).toContain('Credit of £20.00.')
    expect((await world.manager.look(url)).statusCode).toBe(404)
    expect((await world.member.look(url)).statusCode).toBe(403)
  })
})

it('adds up in the end, with every cent at the provider', async () => {
  expect(await brokenPromises(db, await moneyMoved(shop))).toEqual([])
})

const refund = (
  orderId: string,
  {
    requestKey = randomUUID(),
    method = 'provider',
  }: { requestKey?: string; method?: 'provider' | 'credit' },
) =>
  refundOrder(db, shop, {
    orderId,
    requestKey,
    lines: undefined,
    reason: 'returned',
    message: '',
    method,
    personId: undefined,
  })

async function rowOf(orderId: string) {
  const [row] = await db.select().from(orders).where(eq(orders.id, orderId))
  if (!row) throw new Error('there is no such order')
  return row
}
