import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { orders } from '@rose-ash/shared/db/models/cart'
import { merchants } from '@rose-ash/shared/db/models/cart-merchants'
import { handoverOptions, handovers } from '@rose-ash/shared/db/models/cart-terms'
import { aPage, aVariant, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createCart } from '../app.ts'

const { db, url } = await testDatabase()
const app = await testApp(createCart, testConfig('cart', { databaseUrl: url }))

type Form = Record<string, string>

const send = (path: string, form: Form, cookie?: string) =>
  app.inject({
    method: 'POST',
    url: path,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/html',
      ...(cookie && { cookie }),
    },
    payload: new URLSearchParams(form).toString(),
  })

/** A guest at the checkout with a loaf for £2.80; its page delivers for nothing, and only to WN4. */
async function atCheckout() {
  const { id: pageId } = await aPage(db)
  const { id } = await aVariant(db, { pageId })
  await db.insert(handoverOptions).values({
    pageId,
    kind: 'delivery',
    title: 'By cargo bike',
    startsAt: '16:00',
    endsAt: '19:00',
    cutoff: '12:00',
    currency: 'GBP',
    postcodes: ['WN4'],
  })
  const [cookie] = (await send('/items', { kind: 'product', id })).cookies
  const visitor = `visitor=${cookie?.value}`
  const [merchant] = await db.select().from(merchants)
  const begun = await send(
    '/checkout',
    { merchant: merchant?.id ?? '', request_key: randomUUID() },
    visitor,
  )
  const here = begun.headers.location ?? ''
  const [, orderId = ''] = /orders\/([^/]+)/.exec(here) ?? []
  const buyer = { total: '280', name: 'Tom Bell', email: 'tom@rose-ash.example' }
  return { order: (form: Form) => send(here, { ...buyer, ...form }, visitor), orderId }
}

const stateOf = async (orderId: string) => {
  const [order] = await db.select().from(orders).where(eq(orders.id, orderId))
  const [handover] = await db.select().from(handovers).where(eq(handovers.orderId, orderId))
  return { state: order?.state, address: handover?.address }
}

describe('sending the checkout', () => {
  it('keeps what was typed when the delivery does not go there', async () => {
    const { order, orderId } = await atCheckout()
    const typed = { street: '4 Hill Row', postcode: 'AB1 2CD', city: 'Wendle', note: 'Ring twice' }

    const response = await order(typed)

    expect(response.statusCode).toBe(422)
    expect(response.body).toContain('does not go to AB1 2CD. Choose another way')
    for (const value of Object.values(typed)) expect(response.body).toContain(value)
    expect(await stateOf(orderId)).toEqual({ state: 'draft', address: null })
  })

  it.each([
    ['no address', {}, ['street and number', 'postcode', 'town']],
    [
      'blanks for one',
      { street: ' ', postcode: ' ', city: ' ' },
      ['street and number', 'postcode', 'town'],
    ],
    ['half an address', { street: '4 Hill Row', postcode: 'WN4 2QA' }, ['town']],
  ])('asks where to when something is delivered and there is %s', async (_what, address, asked) => {
    const { order, orderId } = await atCheckout()

    const response = await order(address)

    expect(response.statusCode).toBe(422)
    expect([...response.body.matchAll(/Tell us the ([a-z ]+)\./g)].map(([, what]) => what)).toEqual(
      asked,
    )
    expect(await stateOf(orderId)).toEqual({ state: 'draft', address: null })
  })

  it('asks for the e-mail address and the postcode at once', async () => {
    const { order } = await atCheckout()

    const { body } = await order({ email: 'tom', street: '4 Hill Row', city: 'Wendle' })

    expect(body).toContain('We need an e-mail address such as name@example.org.')
    expect(body).toContain('Tell us the postcode.')
    expect(body).toContain('4 Hill Row')
  })

  it('lets who is still choosing leave the address half done', async () => {
    const { order, orderId } = await atCheckout()

    const response = await order({ update: '1', postcode: 'AB1' })

    expect(response.statusCode).toBe(200)
    expect(response.body).toContain('AB1')
    expect(response.body).not.toContain('Nothing was ordered yet')
    expect(await stateOf(orderId)).toEqual({ state: 'draft', address: null })
  })

  it('orders with the whole address', async () => {
    const { order, orderId } = await atCheckout()
    const address = { street: '4 Hill Row', postcode: 'WN4 2QA', city: 'Wendle' }

    const response = await order(address)

    expect(response.statusCode).toBe(303)
    expect(await stateOf(orderId)).toMatchObject({ state: 'awaiting_payment', address })
    const page = (response.headers.location ?? '').replace(/&trouble=.*/, '')
    const shown = await app.inject({ url: page, headers: { accept: 'text/html' } })
    expect(shown.body).toContain('Tom Bell, 4 Hill Row, WN4 2QA Wendle')
  })
})
