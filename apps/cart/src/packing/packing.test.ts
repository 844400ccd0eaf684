import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderLines, orders } from '@rose-ash/shared/db/models/cart'
import { sellers } from '@rose-ash/shared/db/models/cart-merchants'
import { payments, refunds } from '@rose-ash/shared/db/models/cart-payments'
import { variants } from '@rose-ash/shared/db/models/market'
import { aPage, aPerson, aVariant, testDatabase } from '@rose-ash/shared/testing'
import { openAmount } from '../orders/open-amount.ts'
import { settlePayment } from '../payments/settle-payment.ts'
import { startPayment } from '../payments/start-payment.ts'
import { buyersOf } from '../testing/buyers.ts'
import { press, startShop } from '../testing/start-shop.ts'
import { adjustmentOf, packLine } from './pack-line.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { aBuyer, order: orderOf, put, stateOf } = buyersOf(db, shop)
const { id: packer } = await aPerson(db)

describe('packing what is sold by weight', () => {
  it('gives back what it costs less, with the reason', async () => {
    const { orderId, lineId } = await cheese()

    await pack(lineId, 900, 'The wheel ended')

    expect(await refundsOf(orderId)).toMatchObject([
      { amountMinor: 200, reason: 'packed', message: 'The wheel ended', method: 'provider' },
    ])
    expect(await stateOf(orderId)).toBe('paid')
    expect(await open(orderId)).toBe(0)
  })

  it('is owed what it costs more, which the buyer can pay', async () => {
    const { orderId, lineId } = await cheese()

    await pack(lineId, 1050, '')
    expect(await open(orderId)).toBe(100)
    await pay(orderId)

    expect(await open(orderId)).toBe(0)
    expect(await refundsOf(orderId)).toEqual([])
    expect(await stateOf(orderId)).toBe('paid')
    await expect(startPayment(db, shop, orderId)).rejects.toThrow('not waiting to be paid')
  })

  it('counts the newest weight, and moves only the difference', async () => {
    const { orderId, lineId } = await cheese()

    await pack(lineId, 900, '')
    await pack(lineId, 900, '')
    await pack(lineId, 850, '')

    expect((await refundsOf(orderId)).map(({ amountMinor }) => amountMinor)).toEqual([200, 100])
    expect(await db.select().from(orders).where(eq(orders.id, orderId))).toMatchObject([
      { totalMinor: 2000, adjustedMinor: -300 },
    ])
  })

  it('gives back what was paid too much on a page that was opened before', async () => {
    const { orderId, lineId, payUrl } = await cheeseToCollect()
    await pack(lineId, 900, '')
    await press(payUrl, 'pay')

    await settle(payUrl)

    expect(await stateOf(orderId)).toBe('paid')
    expect(await refundsOf(orderId)).toMatchObject([{ amountMinor: 200, reason: 'double' }])
    expect(await open(orderId)).toBe(0)
  })

  it('refuses what is not sold by weight', async () => {
    const { lineId } = await cheese({ weighed: false })

    await expect(pack(lineId, 900, '')).rejects.toThrow('not sold by weight')
  })

  it('costs nothing more or less when it is as it was sold, and half of half', () => {
    fc.assert(
      fc.property(
        fc.record({
          unitMinor: fc.integer({ min: 1, max: 100_000 }),
          quantity: fc.integer({ min: 1, max: 99 }),
          measureAmount: fc.integer({ min: 1, max: 5_000 }),
        }),
        (line) => {
          const sold = { ...line, discountMinor: 0 }
          const expected = line.measureAmount * line.quantity
          expect(adjustmentOf(sold, expected)).toBe(0)
          expect(adjustmentOf(sold, 2 * expected)).toBe(line.unitMinor * line.quantity)
          expect(adjustmentOf(sold, 0)).toBe(-line.unitMinor * line.quantity)
        },
      ),
    )
  })
})

function pack(lineId: string, packedAmount: number, reason: string): Promise<void> {
  return packLine(db, shop, { lineId, packedAmount, reason, personId: packer })
}

async function weighedPiece(weighed = true, pageId?: string) {
  const values = { priceMinor: 1000, title: 'Goat cheese', ...(pageId && { pageId }) }
  const piece = await aVariant(db, values)
  await db
    .update(variants)
    .set({ weighed, measureAmount: 500, measureUnit: 'g' })
    .where(eq(variants.id, piece.id))
  return piece
}

/** Two pieces of 500 g at £10, paid by card. */
async function cheese({ weighed = true }: { weighed?: boolean } = {}) {
  const piece = await weighedPiece(weighed)
  const { owner } = await aBuyer()
  await put(owner, 'product', piece.id, 2)
  const { id: orderId } = await orderOf(owner, 2000)
  await pay(orderId)
  const [line] = await db.select().from(orderLines).where(eq(orderLines.orderId, orderId))
  return { orderId, lineId: line?.id ?? '' }
}

/** The same, to be paid at the pick-up, with the page to pay it online already open. */
async function cheeseToCollect() {
  const { id: pageId } = await aPage(db)
  await db.insert(sellers).values({ pageId, onPickup: true })
  const piece = await weighedPiece(true, pageId)
  const { owner } = await aBuyer()
  await put(owner, 'product', piece.id, 2)
  const { id: orderId } = await orderOf(owner, 2000, { terms: 'on_pickup' })
  const [line] = await db.select().from(orderLines).where(eq(orderLines.orderId, orderId))
  return { orderId, lineId: line?.id ?? '', payUrl: await startPayment(db, shop, orderId) }
}

async function pay(orderId: string): Promise<void> {
  const payUrl = await startPayment(db, shop, orderId)
  await press(payUrl, 'pay')
  await settle(payUrl)
}

async function settle(payUrl: string): Promise<void> {
  const [payment] = await db.select().from(payments).where(eq(payments.payUrl, payUrl))
  await settlePayment(db, shop, payment?.id ?? '')
}

function refundsOf(orderId: string) {
  return db.select().from(refunds).where(eq(refunds.orderId, orderId)).orderBy(refunds.id)
}

async function open(orderId: string): Promise<number | undefined> {
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId))
  return order && openAmount(db, order)
}
