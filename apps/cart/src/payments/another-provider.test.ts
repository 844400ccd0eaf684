import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, expect, it } from 'vitest'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { orders } from '@rose-ash/shared/db/models/cart'
import { payments } from '@rose-ash/shared/db/models/cart-payments'
import { money } from '@rose-ash/shared/money'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createCart } from '../app.ts'
import { payingInOf } from '../credit/testing/paying-in.ts'
import { merchantWorld } from '../testing/merchant-app.ts'
import { startShop } from '../testing/start-shop.ts'
import type { CheckoutRequest, PaymentProvider } from './provider.ts'
import type { ProviderKind } from './provider-kind.ts'
import { providerKinds } from './providers.ts'
import { settlePayment } from './settle-payment.ts'
import { startPayment } from './start-payment.ts'

const { db, url: databaseUrl } = await testDatabase()
const shop = await startShop()
const app = await testApp(createCart, testConfig('cart', { databaseUrl, sumup: shop.config.sumup }))
const world = await merchantWorld(app)
const { anOrderOfCredit } = payingInOf(db, shop)

/** Somebody else's company, which takes the money at once. */
const asked: CheckoutRequest[] = []
const provider: PaymentProvider = {
  openCheckout: async (request) => {
    asked.push(request)
    return { checkoutId: request.reference, payUrl: `https://till.example/${request.reference}` }
  },
  readCheckout: async (checkoutId) => ({
    reference: checkoutId,
    merchantCode: 'TILL1',
    total: money(2_000, 'GBP'),
    status: 'paid',
    transactionId: randomUUID(),
    transactionCode: undefined,
  }),
  closeCheckout: async () => 'closed',
  refundedOf: async () => money(0, 'GBP'),
  refund: async () => undefined,
  payouts: async () => [],
}
const till: ProviderKind = {
  name: 'till',
  title: 'Till & Sons',
  words: { merchantCode: 'Till number', whereCode: 'Such as TILL1.', apiKey: 'Secret word' },
  ours: () => ({ merchantCode: 'TILL1', credentials: 'a word' }),
  connect: () => provider,
  whoIs: async () => ({ name: 'The Mill', currency: 'GBP' }),
}
providerKinds.push(till)
afterAll(() => void providerKinds.splice(providerKinds.indexOf(till), 1))

it('is chosen for a page’s account, in its own words, and stays', async () => {
  const path = `/desk/sellers/${world.page.id}`
  const words = { name: 'The Mill', merchantCode: 'TILL1', provider: 'till' }
  const form = (await world.manager.look(path)).body
  const unknown = { ...words, baseVersion: '0', apiKey: 'word', provider: 'nobody' }
  const refused = await world.manager.send(`${path}/merchant`, unknown)
  await world.manager.send(`${path}/merchant`, { ...words, baseVersion: '0', apiKey: 'word' })

  await world.manager.send(`${path}/merchant`, { ...words, baseVersion: '1', provider: 'sumup' })

  expect(form).toContain('<option value="till">Till &amp; Sons</option>')
  expect(refused.statusCode).toBe(400)
  const [kept] = await db.select().from(merchants).where(eq(merchants.pageId, world.page.id))
  expect(kept).toMatchObject({ provider: 'till', merchantCode: 'TILL1', version: 2 })
  const again = (await world.manager.look(path)).body
  expect(again).toContain('Till number')
  expect(again).not.toContain('name="provider"')
})

it('takes money with no other change: its page, its webhook, and no card form where it has none', async () => {
  const { orderId } = await anOrderOfCredit(2_000)
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId))
  await db
    .update(merchants)
    .set({ provider: 'till' })
    .where(eq(merchants.id, order?.merchantId ?? ''))
  const url = `/orders/${orderId}?key=${order?.accessKey}`
  const page = (await app.inject({ url })).body
  const card = await app.inject({ url: url.replace('?', '/card?') })

  const payUrl = await startPayment(db, shop, orderId)
  const webhook = new URL(asked.at(-1)?.returnUrl ?? '').pathname
  const told = await app.inject({ method: 'POST', url: webhook })
  const [payment] = await db.select().from(payments).where(eq(payments.orderId, orderId))
  await settlePayment(db, shop, payment?.id ?? '')

  expect(payUrl).toBe(`https://till.example/${orderId}-1`)
  expect(webhook).toMatch(/^\/webhooks\/till\/[\w-]{32}$/)
  expect(told.statusCode).toBe(204)
  expect(page).not.toContain('Pay by card on this site')
  expect([card.statusCode, card.headers.location]).toEqual([303, url])
  const [paid] = await db.select().from(orders).where(eq(orders.id, orderId))
  expect(paid?.state).toBe('paid')
})
