import { describe, expect, it } from 'vitest'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createCart } from '../../app.ts'
import { buyersOf } from '../../testing/buyers.ts'
import { misbehave, moneyMoved, startShop } from '../../testing/start-shop.ts'
import { cardForm } from '../sumup/card-form.ts'

const { db, url: databaseUrl } = await testDatabase()
const shop = await startShop()
const app = await testApp(createCart, { ...shop.config, databaseUrl })
const { anUnpaidOrder, endHoldOf, paymentsOf, stateOf, sweep } = buyersOf(db, shop)

async function anOrderWithCardPage() {
  const { order } = await anUnpaidOrder()
  const orderUrl = `/orders/${order.id}?key=${order.accessKey}`
  return { order, orderUrl, cardUrl: `/orders/${order.id}/card?key=${order.accessKey}` }
}

/** What the buyer does in the widget's frame. */
const payInFrame = (checkoutId: string, card = '4200000000000091') =>
  fetch(`${shop.sumupUrl}/widget/c-${checkoutId}`, {
    method: 'POST',
    body: new URLSearchParams({ card_number: card }),
  })

describe('the card page', () => {
  it('shows the form of the checkout that the hosted page has, too, and opens it once', async () => {
    const { order, cardUrl } = await anOrderWithCardPage()

    const [page] = await Promise.all([app.inject(cardUrl), app.inject(cardUrl)])

    const attempts = await paymentsOf(order.id)
    expect(attempts).toMatchObject([{ attempt: 1, state: 'pending' }])
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain(`data-card-form="${attempts[0]?.checkoutId}"`)
    expect(page.body).toContain(`src="${shop.sumupUrl}/widget/sdk.js"`)
    expect(page.body).toContain(`action="/orders/${order.id}/payments?key=${order.accessKey}"`)
  })

  it('is nobody’s but the buyer’s', async () => {
    const { order, cardUrl } = await anOrderWithCardPage()

    for (const method of ['GET', 'POST'] as const) {
      expect((await app.inject({ method, url: `/orders/${order.id}/card` })).statusCode).toBe(404)
      const wrong = cardUrl.slice(0, -1)
      expect((await app.inject({ method, url: wrong })).statusCode).toBe(404)
    }
    expect(await paymentsOf(order.id)).toEqual([])
  })

  it('lets the provider’s form in by its policy, and no other page does', async () => {
    const { orderUrl, cardUrl } = await anOrderWithCardPage()
    const policyOf = async (url: string) =>
      String((await app.inject(url)).headers['content-security-policy'])

    const [card, order] = [await policyOf(cardUrl), await policyOf(orderUrl)]

    expect(order).not.toContain('frame-src')
    expect(order).not.toContain('unsafe-inline')
    const added = card
      .split('; ')
      .filter((part) => /^(frame|connect|img|font|style)-src/.test(part))
    expect(added.map((part) => part.split(' ')[0])).toEqual([
      'frame-src',
      'connect-src',
      'img-src',
      'font-src',
      'style-src',
    ])
    expect(added[0]).toBe(`frame-src ${shop.sumupUrl}`)
    expect(card).toMatch(/^script-src 'nonce-[^']+' 'strict-dynamic'; default-src /)
    expect(card).toContain("frame-ancestors 'none'")
  })

  it('leads back to the order when there is nothing to pay, or the provider is silent', async () => {
    const ended = await anOrderWithCardPage()
    await endHoldOf(ended.order.id)
    const waiting = await anOrderWithCardPage()

    const over = await app.inject(ended.cardUrl)
    await misbehave(shop, { faults: [{ operation: 'create', kind: 'lose-answer', times: 1 }] })
    const silent = await app.inject(waiting.cardUrl)

    expect([over.statusCode, over.headers.location]).toEqual([303, ended.orderUrl])
    expect([silent.statusCode, silent.headers.location]).toEqual([
      303,
      `${waiting.orderUrl}&trouble=payment`,
    ])
  })
})

describe('what the card form says', () => {
  it('makes us ask the provider, which alone decides that the order is paid', async () => {
    const { order, orderUrl, cardUrl } = await anOrderWithCardPage()
    await app.inject(cardUrl)
    const [payment] = await paymentsOf(order.id)

    const early = await app.inject({ method: 'POST', url: cardUrl })
    expect(early.headers.location).toBe(orderUrl)
    expect(await stateOf(order.id)).toBe('awaiting_payment')
    await payInFrame(payment?.checkoutId ?? '')
    await Promise.all([1, 2].map(() => app.inject({ method: 'POST', url: cardUrl })))

    expect(await stateOf(order.id)).toBe('paid')
    const { charges } = await moneyMoved(shop)
    expect(charges.filter(({ reference }) => reference === payment?.reference)).toHaveLength(1)
  })

  it('may come after a refused card, and the order waits on', async () => {
    const { order, cardUrl } = await anOrderWithCardPage()
    await app.inject(cardUrl)
    const [payment] = await paymentsOf(order.id)

    await payInFrame(payment?.checkoutId ?? '', '4012001037461114')
    await app.inject({ method: 'POST', url: cardUrl })

    expect(await stateOf(order.id)).toBe('awaiting_payment')
    expect((await app.inject(cardUrl)).statusCode).toBe(200)
  })

  it('is asked about later when the provider does not answer now', async () => {
    const { order, orderUrl, cardUrl } = await anOrderWithCardPage()
    await app.inject(cardUrl)
    const [payment] = await paymentsOf(order.id)
    await payInFrame(payment?.checkoutId ?? '')
    await misbehave(shop, { faults: [{ operation: 'get', kind: 'lose-answer', times: 1 }] })

    const silent = await app.inject({ method: 'POST', url: cardUrl })

    expect([silent.statusCode, silent.headers.location]).toEqual([303, orderUrl])
    expect(await stateOf(order.id)).toBe('awaiting_payment')
    await app.inject({ method: 'POST', url: cardUrl })
    expect(await stateOf(order.id)).toBe('paid')
    await sweep()
    expect(await stateOf(order.id)).toBe('paid')
  })
})

describe('the policy of the card page', () => {
  it('names SumUp’s gateway and API when nothing else is said', () => {
    const { sumup } = testConfig('cart')
    const strict = "script-src 'nonce-x' 'strict-dynamic'; default-src 'self' https://coop.example"

    const policy = cardForm({ sumup: { ...sumup, apiUrl: 'https://api.sumup.com' } }).policy(strict)

    expect(policy.startsWith(`${strict}; `)).toBe(true)
    expect(policy).toContain('; frame-src https://gateway.sumup.com;')
    expect(policy).toContain(
      "; connect-src 'self' https://coop.example https://gateway.sumup.com https://api.sumup.com;",
    )
    expect(policy).not.toContain('*')
  })
})
