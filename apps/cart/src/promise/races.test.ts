import { setTimeout as wait } from 'node:timers/promises'
import { isNotNull, sql } from 'drizzle-orm'
import { describe, expect, it, vi } from 'vitest'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { testDatabase } from '@rose-ash/shared/testing'
import { giveUpOrder } from '../orders/give-up-order.ts'
import { settlePayment } from '../payments/settle-payment.ts'
import { startPayment } from '../payments/start-payment.ts'
import { buyersOf } from '../testing/buyers.ts'
import { misbehave, moneyMoved, press, startShop } from '../testing/start-shop.ts'
import { brokenPromises } from './testing/broken-promises.ts'

const { db } = await testDatabase()
const shop = await startShop()
const { anUnpaidOrder, paymentsOf, stateOf } = buyersOf(db, shop)
const slowly = { faults: [{ kind: 'slow', operation: 'create', ms: 400, times: 1 }] }

describe('an order that is given up while the provider opens its checkout', () => {
  it('sends its buyer nowhere to pay', async () => {
    const { order } = await anUnpaidOrder()
    await misbehave(shop, slowly)
    const starting = startPayment(db, shop, order.id).catch((error: unknown) => error)
    await attemptOf(order.id)

    await giveUp(order.id)

    expect(await starting).toMatchObject({ code: 'not_payable' })
    expect(await stateOf(order.id)).toBe('cancelled')
    const [{ payUrl } = { payUrl: '' }] = await paymentsOf(order.id)
    await expect(press(payUrl ?? '', 'pay')).rejects.toThrow('answered 410')
    expect((await moneyMoved(shop)).charges).toEqual([])
  })

  it('closes what was opened meanwhile, so that nobody pays what nobody asks about', async () => {
    const { order } = await anUnpaidOrder()
    await misbehave(shop, slowly)
    const starting = startPayment(db, shop, order.id)
    await attemptOf(order.id)

    const { ending, payUrl } = await db.transaction(async (tx) => {
      await tx.execute(sql`select 1 from cart.orders where id = ${order.id} for update`)
      const ending = giveUp(order.id)
      await wait(100)
      return { ending, payUrl: await starting }
    })
    await ending
    await expect(press(payUrl, 'pay')).rejects.toThrow('answered 410')
    await askAboutAll()

    expect(await stateOf(order.id)).toBe('cancelled')
    const moved = await moneyMoved(shop)
    expect(moved.charges).toEqual([])
    expect(await brokenPromises(db, moved)).toEqual([])
  })
})

const giveUp = (orderId: string) =>
  giveUpOrder(db, shop, { orderId, to: 'cancelled', reason: 'cancelled by the buyer' })

const attemptOf = (orderId: string) =>
  vi.waitFor(async () => expect(await paymentsOf(orderId)).toHaveLength(1))

/** What the poller does. */
async function askAboutAll(): Promise<void> {
  const due = await db.select().from(payments).where(isNotNull(payments.checkAt))
  for (const { id } of due) await settlePayment(db, shop, id)
}
