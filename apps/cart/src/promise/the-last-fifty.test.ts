import { eq, isNull } from 'drizzle-orm'
import { afterAll, expect, it } from 'vitest'
import { openDatabase } from '@rose-ash/shared/db'
import { orders } from '@rose-ash/shared/db/models/cart'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { tickets } from '@rose-ash/shared/db/models/events'
import { bookings } from '@rose-ash/shared/db/models/events-bookings'
import { SoldOut } from '@rose-ash/shared/services/holds'
import { aSlot, aTicketType, aVariant, testDatabase } from '@rose-ash/shared/testing'
import { TooFewLeft } from '../basket/errors.ts'
import { settlePayment } from '../payments/settle-payment.ts'
import { startPayment } from '../payments/start-payment.ts'
import { buyersOf } from '../testing/buyers.ts'
import { moneyMoved, press, startShop } from '../testing/start-shop.ts'
import { atOnce } from './testing/at-once.ts'
import { brokenPromises } from './testing/broken-promises.ts'

const { url } = await testDatabase()
const { db, close } = openDatabase({ url, size: 50, onError: () => undefined })
afterAll(close)
const shop = await startShop()
const { aBuyer, begin, place, put, supplyOf } = buyersOf(db, shop)

it('sells exactly the last 50 tickets, 50 loaves and 10 places in a slot to 200 who want them at once', async () => {
  const supper = await aTicketType(db, { places: 50 })
  const loaf = await aVariant(db, { stock: 50 })
  const oven = await aSlot(db, { places: 10 })
  const buyers = await Promise.all(Array.from({ length: 200 }, async () => (await aBuyer()).owner))
  for (const [n, owner] of buyers.entries()) {
    if (n % 3 !== 1) await put(owner, 'ticket', supper.id, 1)
    if (n % 3 !== 2) await put(owner, 'product', loaf.id, 1)
    if (n % 4 === 0) await put(owner, 'booking', oven.id, 1)
  }

  const outcomes = await atOnce(buyers, 50, async (owner) => {
    const draft = await begin(owner)
    const order = await place(draft, owner, { totalMinor: draft.totalMinor })
    await press(await startPayment(db, shop, order.id), 'pay')
    const own = await db.select().from(payments).where(eq(payments.orderId, order.id))
    await Promise.all(own.map(({ id }) => settlePayment(db, shop, id)))
  })

  const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  expect(
    refused.filter((error) => !(error instanceof SoldOut || error instanceof TooFewLeft)),
  ).toEqual([])
  expect(await supplyOf(supper.supplyId)).toEqual({ capacity: 50, held: 0, taken: 50 })
  expect(await supplyOf(loaf.supplyId)).toEqual({ capacity: 50, held: 0, taken: 50 })
  expect(await supplyOf(oven.supplyId)).toEqual({ capacity: 10, held: 0, taken: 10 })
  expect(await db.$count(tickets, eq(tickets.state, 'valid'))).toBe(50)
  expect(await db.$count(bookings, isNull(bookings.cancelledAt))).toBe(10)
  const paid = outcomes.length - refused.length
  expect(await db.$count(orders, eq(orders.state, 'paid'))).toBe(paid)
  const moved = await moneyMoved(shop)
  expect(moved.charges).toHaveLength(paid)
  expect(moved.refunds).toEqual([])
  expect(await brokenPromises(db, moved)).toEqual([])
})
