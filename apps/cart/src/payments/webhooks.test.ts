import { eq, sql } from 'drizzle-orm'
import { describe, expect, it, vi } from 'vitest'
import { orders } from '@rose-ash/shared/db/models/cart'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { aTicketType, testApp, testDatabase } from '@rose-ash/shared/testing'
import { createCart } from '../app.ts'
import { buyersOf } from '../testing/buyers.ts'
import { press, startShop } from '../testing/start-shop.ts'
import { startPayment } from './start-payment.ts'

const { db, url } = await testDatabase()
const shop = await startShop()
const { aBuyer, order, put } = buyersOf(db, shop)
const app = await testApp(createCart, { ...shop.config, databaseUrl: url })

describe('a webhook', () => {
  it('is answered at once and settles the payment afterwards, whatever its body says', async () => {
    const { orderId, payUrl, webhookKey } = await anOrderToPay()
    await press(payUrl, 'pay')

    const answers = await Promise.all([
      deliver(webhookKey, { event_type: 'CHECKOUT_STATUS_CHANGED', id: 'something else' }),
      deliver(webhookKey, { event_type: 'checkout.status.updated', payload: {} }),
      deliver(webhookKey, 'not even JSON'),
    ])

    expect(answers.map(({ statusCode, body }) => [statusCode, body])).toEqual([
      [204, ''],
      [204, ''],
      [204, ''],
    ])
    await vi.waitFor(async () => expect(await stateOf(orderId)).toBe('paid'), 10_000)
  })

  it('makes nothing paid that is not paid', async () => {
    const { orderId, webhookKey } = await anOrderToPay()

    await deliver(webhookKey, { event_type: 'CHECKOUT_STATUS_CHANGED', status: 'PAID' })

    await vi.waitFor(async () => expect(await jobCount()).toBe(0), 10_000)
    expect(await stateOf(orderId)).toBe('awaiting_payment')
  })

  it('for a checkout that does not exist is answered the same and does nothing', async () => {
    const before = await jobCount()

    const answer = await deliver('not-a-key-of-ours', { id: 'x' })

    expect([answer.statusCode, answer.body]).toEqual([204, ''])
    expect(await jobCount()).toBe(before)
  })
})

function deliver(webhookKey: string, body: object | string) {
  const payload = typeof body === 'string' ? body : JSON.stringify(body)
  const headers = { 'content-type': 'application/json' }
  return app.inject({ method: 'POST', url: `/webhooks/sumup/${webhookKey}`, payload, headers })
}

async function anOrderToPay() {
  const place = await aTicketType(db)
  const { owner } = await aBuyer()
  await put(owner, 'ticket', place.id, 1)
  const { id: orderId } = await order(owner, 1800)
  const payUrl = await startPayment(db, shop, orderId)
  const [payment] = await db.select().from(payments).where(eq(payments.orderId, orderId))
  return { orderId, payUrl, webhookKey: payment?.webhookKey ?? '' }
}

async function stateOf(orderId: string) {
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId))
  return order?.state
}

async function jobCount(): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from graphile_worker.jobs where task_identifier = 'settle-payment'`,
  )
  return rows[0]?.count ?? 0
}
