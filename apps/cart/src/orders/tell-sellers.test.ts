import { eq, like, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { pageManagers } from '@rose-ash/shared/db/models/blog'
import { refunds } from '@rose-ash/shared/db/models/cart-payments'
import { apActivities } from '@rose-ash/shared/db/models/federation'
import {
  aPage,
  aPerson,
  aVariant,
  testApp,
  testConfig,
  testDatabase,
} from '@rose-ash/shared/testing'
import { createCart } from '../app.ts'
import { payingInOf } from '../credit/testing/paying-in.ts'
import { startPayment } from '../payments/start-payment.ts'
import { settlePayment } from '../payments/settle-payment.ts'
import { refundOrder } from '../refunds/refund-order.ts'
import { buyersOf } from '../testing/buyers.ts'
import { press, startShop } from '../testing/start-shop.ts'
import type { Order } from './change-state.ts'
import { tellSellers } from './tell-sellers.ts'

const { db, url: databaseUrl } = await testDatabase()
const shop = await startShop()
const app = await testApp(createCart, testConfig('cart', { databaseUrl, sumup: shop.config.sumup }))
const { aBuyer, endHoldOf, order: orderOf, paymentsOf, put, stateOf } = buyersOf(db, shop)
const { allSent } = payingInOf(db, shop)

/** The last loaf of a page with two managers, ordered by somebody who has not paid. */
async function theLastLoaf() {
  const { id: pageId } = await aPage(db)
  const managers = [await aPerson(db), await aPerson(db)]
  for (const { id: personId } of managers)
    await db.insert(pageManagers).values({ pageId, personId })
  const { id: loaf } = await aVariant(db, { pageId, stock: 1 })
  const { owner } = await aBuyer()
  await put(owner, 'product', loaf, 1)
  const order = await orderOf(owner, 280)
  return { order, loaf, addresses: managers.map(({ email }) => email).toSorted() }
}

const pay = async (orderId: string) => press(await startPayment(db, shop, orderId), 'pay')

async function settle(orderId: string): Promise<void> {
  const [payment] = await paymentsOf(orderId)
  await settlePayment(db, shop, payment?.id ?? '')
}

/** Whom the handler mails of what the order's refund told; what it asks for here is not sent. */
async function toldOf(order: Order): Promise<string[]> {
  const [refund] = await db.select().from(refunds).where(eq(refunds.orderId, order.id))
  const told = like(apActivities.objectUri, `%#refund-${refund?.id}`)
  const [activity] = await db.select().from(apActivities).where(told)
  if (!activity) throw new Error('nothing was told')
  let addresses: string[] = []
  const never = new Error('not to be sent')
  const asked = db.transaction(async (tx) => {
    await tellSellers(app)(tx, { ...activity, object: {} })
    const { rows } = await tx.execute<{ to: string }>(sql`
      select distinct payload ->> 'to' as to from graphile_worker._private_jobs
      where payload ->> 'subject' like ${`%order ${order.number} was paid too late`} order by 1`)
    addresses = rows.map(({ to }) => to)
    throw never
  })
  await expect(asked).rejects.toBe(never)
  return addresses
}

it('tells the managers of an order’s pages that it was paid too late', async () => {
  const { order, loaf, addresses } = await theLastLoaf()
  await pay(order.id)
  await endHoldOf(order.id)
  const { owner: faster } = await aBuyer()
  await put(faster, 'product', loaf, 1)
  await orderOf(faster, 280)

  await Promise.all([settle(order.id), settle(order.id)])
  await allSent(order.id)

  expect(await stateOf(order.id)).toBe('refunded')
  expect(await toldOf(order)).toEqual(addresses)
})

it('does not tell them of money that they gave back themselves', async () => {
  const { order } = await theLastLoaf()
  await pay(order.id)
  await settle(order.id)

  await refundOrder(db, shop, {
    orderId: order.id,
    requestKey: order.id,
    lines: undefined,
    reason: 'goodwill',
    message: '',
    method: 'provider',
    personId: undefined,
  })
  await allSent(order.id)

  expect(await toldOf(order)).toEqual([])
  expect(await stateOf(order.id)).toBe('refunded')
})
