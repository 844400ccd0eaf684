import { randomUUID } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { payments, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { aVariant, testApp, testDatabase } from '@rose-ash/shared/testing'
import { balanceOf } from '../../ledger/members.ts'
import { settlePayment } from '../../payments/settle-payment.ts'
import { startPayment } from '../../payments/start-payment.ts'
import { refundOrder } from '../../refunds/refund-order.ts'
import { sendRefund } from '../../refunds/send-refund.ts'
import { buyersOf } from '../../testing/buyers.ts'
import { moneyMoved, press, startShop } from '../../testing/start-shop.ts'
import { createOrderDesk, deskWorld } from '../testing/desk-world.ts'

const { db, url: databaseUrl } = await testDatabase()
const shop = await startShop()
const app = await testApp(createOrderDesk, { ...shop.config, databaseUrl })
const { admin, bakery, dairy, member, stranger } = await deskWorld(app, shop)
const { aBuyer, order, put } = buyersOf(db, shop)

describe('a refund that the provider refused', () => {
  it('is sent again after the others of its payment, and only once', async () => {
    const { orderId, lineId } = await aPaidOrder()
    const first = await aFailedRefund(orderId, lineId)
    const second = await refund(orderId, lineId)
    await sendRefund(db, shop, second)

    const again = [1, 2].map(() => send(bakery, first, 'again'))
    const statuses = (await Promise.all(again)).map(({ statusCode }) => statusCode)
    await Promise.allSettled([sendRefund(db, shop, first), sendRefund(db, shop, first)])

    expect(statuses.toSorted((a, b) => a - b)).toEqual([303, 409])
    expect(await sentBack(orderId)).toEqual([280, 280])
    expect(await rowsOf(orderId)).toMatchObject([
      { id: first, state: 'done', ordinal: 3, problem: null },
      { id: second, state: 'done', ordinal: 2 },
    ])
    const third = await refund(orderId, lineId)
    await sendRefund(db, shop, third)
    expect(await sentBack(orderId)).toEqual([280, 280, 280])
  })

  it.each(['cash', 'credit'] as const)(
    'is given as %s instead, once, and is in the books',
    async (how) => {
      const { orderId, lineId, buyerId } = await aPaidOrder()
      const failed = await aFailedRefund(orderId, lineId)
      shop.purged.length = 0

      const given = await Promise.all([1, 2].map(() => send(admin, failed, how)))

      expect(given.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([
        303, 409,
      ])
      expect(await rowsOf(orderId)).toMatchObject([{ method: how, state: 'done' }])
      expect(await sentBack(orderId)).toEqual([])
      expect(await balanceOf(db, buyerId, 'GBP')).toBe(how === 'credit' ? -280 : 0)
      await sendRefund(db, shop, failed)
      expect(await sentBack(orderId)).toEqual([])
    },
  )

  it('is no credit for a guest, and nobody’s business but its sellers’', async () => {
    const { orderId, lineId } = await aPaidOrder()
    const failed = await aFailedRefund(orderId, lineId)
    const tried = [stranger, member, dairy].map((who) => send(who, failed, 'cash'))
    expect((await Promise.all(tried)).map(({ statusCode }) => statusCode)).toEqual([401, 403, 404])
    await db.update(orders).set({ personId: null }).where(eq(orders.id, orderId))

    const credit = await send(bakery, failed, 'credit')
    const asked = await bakery.send(`/desk/refunds/${failed}`, { how: 'again' })

    expect(credit.statusCode).toBe(409)
    expect(asked.body).toContain('Yes, try again')
    expect(await rowsOf(orderId)).toMatchObject([{ state: 'failed', method: 'provider' }])
    const page = (await bakery.look(`/desk/orders/${orderId}`)).body
    expect(page).toContain('The bank says no')
    expect(page).not.toContain('Give it as credit')
  })
})

type Who = Pick<typeof admin, 'send'>
const send = (who: Who, refundId: string, how: string) =>
  who.send(`/desk/refunds/${refundId}`, { how, confirmed: 'yes' })

/** Three loaves at £2.80, paid by card. */
async function aPaidOrder() {
  const loaf = await aVariant(db, { pageId: bakery.pageId })
  const { owner } = await aBuyer()
  await put(owner, 'product', loaf.id, 3)
  const { id: orderId } = await order(owner, 840)
  await press(await startPayment(db, shop, orderId), 'pay')
  const [payment] = await db.select().from(payments).where(eq(payments.orderId, orderId))
  await settlePayment(db, shop, payment?.id ?? '')
  const [line] = await db.select().from(orderLines).where(eq(orderLines.orderId, orderId))
  return { orderId, lineId: line?.id ?? '', buyerId: owner.personId }
}

async function refund(orderId: string, lineId: string): Promise<string> {
  const [made] = await refundOrder(db, shop, {
    orderId,
    requestKey: randomUUID(),
    lines: [{ lineId, quantity: 1 }],
    reason: 'returned',
    message: '',
    method: 'provider',
    personId: admin.id,
  })
  return made?.id ?? ''
}

async function aFailedRefund(orderId: string, lineId: string): Promise<string> {
  const id = await refund(orderId, lineId)
  const failed = { state: 'failed' as const, problem: 'The bank says no' }
  await db.update(refunds).set(failed).where(eq(refunds.id, id))
  return id
}

const rowsOf = (orderId: string) =>
  db.select().from(refunds).where(eq(refunds.orderId, orderId)).orderBy(asc(refunds.id))

async function sentBack(orderId: string): Promise<number[]> {
  const { refunds: moved } = await moneyMoved(shop)
  return moved
    .filter(({ reference }) => reference.startsWith(orderId))
    .map(({ amountMinor }) => amountMinor)
}
