import { describe, expect, it } from 'vitest'

import { press } from '../testing/buyer.ts'
import { anOrder, bakery, connect, coop, startSandbox } from '../testing/start-sandbox.ts'

const anyId = expect.stringMatching(/^[0-9a-f-]{36}$/)

describe('a new checkout', () => {
  it('waits to be paid, at a page of its own', async () => {
    const { shop, url } = await startSandbox()

    const order = anOrder({
      return_url: 'https://cart.example/sumup/7f3a',
      redirect_url: 'https://cart.example/orders/1',
      valid_until: '2026-11-28T12:30:00+02:00',
    })
    const checkout = await shop.checkouts.create(order)

    expect(checkout).toEqual({
      id: anyId,
      checkout_reference: 'order-1',
      status: 'PENDING',
      amount: 23.45,
      currency: 'GBP',
      date: '2026-11-28T10:00:00.000Z',
      valid_until: '2026-11-28T10:30:00.000Z',
      merchant_code: 'MCOOP',
      merchant_name: 'Rose Ash Cooperative',
      merchant_country: 'GB',
      description: 'Two loaves & a jar of honey',
      purpose: 'CHECKOUT',
      return_url: 'https://cart.example/sumup/7f3a',
      redirect_url: 'https://cart.example/orders/1',
      hosted_checkout: { enabled: true },
      hosted_checkout_url: `${url}/pay/c-${checkout.id}`,
      transactions: [],
    })
    expect(await shop.checkouts.get(checkout.id)).toEqual(checkout)
  })

  it('has no page when none was asked for', async () => {
    const { shop } = await startSandbox()

    const checkout = await shop.checkouts.create(anOrder({ hosted_checkout: { enabled: false } }))

    expect(checkout.hosted_checkout_url).toBeUndefined()
  })

  it('sends buyers to the public address, wherever the API was asked', async () => {
    const { shop } = await startSandbox({ publicUrl: 'http://sumup.rose-ash.localhost:8000' })

    const { id, hosted_checkout_url } = await shop.checkouts.create(anOrder())

    expect(hosted_checkout_url).toBe(`http://sumup.rose-ash.localhost:8000/pay/c-${id}`)
  })

  it('keeps a reference for itself for ever, even when nobody can pay it any more', async () => {
    const { shop } = await startSandbox()
    const first = await shop.checkouts.create(anOrder())
    await shop.checkouts.deactivate(first.id)

    await expect(shop.checkouts.create(anOrder())).rejects.toMatchObject({
      status: 409,
      error: {
        error_code: 'DUPLICATED_CHECKOUT',
        message: 'Checkout with this checkout reference and pay to email already exists',
      },
    })
    const found = await shop.checkouts.list({ checkout_reference: 'order-1' })
    expect(found).toEqual([expect.objectContaining({ id: first.id, status: 'EXPIRED' })])
  })

  it('may share a reference with a checkout of another merchant', async () => {
    const { shop, otherShop } = await startSandbox()
    await shop.checkouts.create(anOrder())

    const theirs = anOrder({ merchant_code: bakery.code, currency: 'CLP', amount: 1990 })
    const checkout = await otherShop.checkouts.create(theirs)

    expect(checkout).toMatchObject({ amount: 1990, currency: 'CLP', merchant_country: 'CL' })
  })

  it.each([
    ['a missing amount', { amount: undefined }, 'MISSING', 'amount'],
    ['a missing reference', { checkout_reference: undefined }, 'MISSING', 'checkout_reference'],
    ['an amount of nothing', { amount: 0 }, 'INVALID', 'amount'],
    ['a fraction of a penny', { amount: 10.001 }, 'INVALID', 'amount'],
    ['an amount in words', { amount: 'ten' }, 'INVALID', 'amount'],
    ['a foreign currency', { currency: 'EUR' }, 'INVALID', 'currency'],
    ['a reference of 91', { checkout_reference: 'x'.repeat(91) }, 'INVALID', 'checkout_reference'],
    ['a past expiry', { valid_until: '2026-11-28T10:00:00Z' }, 'INVALID', 'valid_until'],
    ['a script to return to', { redirect_url: 'javascript:alert(1)' }, 'INVALID', 'redirect_url'],
    ['a half switch', { hosted_checkout: {} }, 'MISSING', 'hosted_checkout.enabled'],
  ])('is refused with %s', async (_what, wrong, error_code, param) => {
    const { shop } = await startSandbox()

    const creating = shop.checkouts.create(anOrder(wrong))

    const error = { error_code, message: 'Validation error', param }
    await expect(creating).rejects.toMatchObject({ status: 400, error })
    expect(await shop.checkouts.list()).toEqual([])
  })
})

describe('changing a checkout', () => {
  it('takes a new amount, expiry and description', async () => {
    const { shop } = await startSandbox()
    const checkout = await shop.checkouts.create(anOrder())

    const changes = {
      amount: 0.1,
      valid_until: '2026-11-28T11:00:00Z',
      description: 'One roll',
      checkout_reference: 'order-1-2',
    }
    const changed = await shop.checkouts.update(checkout.id, changes)

    const valid_until = '2026-11-28T11:00:00.000Z'
    expect(changed).toEqual({ ...checkout, ...changes, valid_until })
  })

  it('is refused once it is paid', async () => {
    const { shop } = await startSandbox()
    const checkout = await shop.checkouts.create(anOrder())
    await press(checkout.hosted_checkout_url, 'pay')

    const changing = shop.checkouts.update(checkout.id, { amount: 1 })

    await expect(changing).rejects.toMatchObject({
      status: 409,
      error: { error_code: 'CHECKOUT_PROCESSED' },
    })
    expect(await shop.checkouts.get(checkout.id)).toMatchObject({ amount: 23.45 })
  })
})

describe('deactivating a checkout', () => {
  it('expires it', async () => {
    const { shop } = await startSandbox()
    const checkout = await shop.checkouts.create(anOrder())

    const deactivated = await shop.checkouts.deactivate(checkout.id)

    expect(deactivated).toEqual({ ...checkout, status: 'EXPIRED' })
    expect(await press(checkout.hosted_checkout_url, 'pay')).toMatchObject({ status: 410 })
    expect(await shop.checkouts.get(checkout.id)).toEqual(deactivated)
  })

  it('is refused when it was paid meanwhile', async () => {
    const { shop } = await startSandbox()
    const checkout = await shop.checkouts.create(anOrder())
    await press(checkout.hosted_checkout_url, 'pay')

    await expect(shop.checkouts.deactivate(checkout.id)).rejects.toMatchObject({
      status: 409,
      error: { error_code: 'CHECKOUT_PROCESSED', message: 'Checkout is already processed' },
    })
    expect(await shop.checkouts.get(checkout.id)).toMatchObject({ status: 'PAID' })
  })
})

describe('an API key', () => {
  it.each([undefined, 'sup_sk_unknown', ''])('is needed: %s is refused', async (apiKey) => {
    const { url } = await startSandbox()
    const stranger = connect(url, apiKey)

    await expect(stranger.checkouts.list()).rejects.toMatchObject({
      status: 401,
      error: {
        type: 'https://developer.sumup.com/problem/unauthorized',
        title: 'Unauthorized',
        status: 401,
        detail: 'Unauthorized.',
      },
    })
  })

  it('may be one of several, so that keys can be changed', async () => {
    const { url } = await startSandbox()

    const shop = connect(url, 'sup_sk_coop_new')

    expect(await shop.merchants.get(coop.code)).toMatchObject({ merchant_code: coop.code })
  })

  it('acts for its own merchant and sees nothing of another', async () => {
    const { shop, otherShop } = await startSandbox()
    const checkout = await shop.checkouts.create(anOrder())

    const { id } = checkout
    await expect(otherShop.checkouts.get(id)).rejects.toMatchObject({ status: 404 })
    await expect(otherShop.checkouts.deactivate(id)).rejects.toMatchObject({ status: 404 })
    await expect(otherShop.checkouts.create(anOrder())).rejects.toMatchObject({ status: 403 })
    await expect(otherShop.merchants.get(coop.code)).rejects.toMatchObject({ status: 404 })
    expect(await otherShop.checkouts.list()).toEqual([])
  })
})

it('answers 404 to what it does not know', async () => {
  const { shop } = await startSandbox()

  await expect(shop.memberships.list()).rejects.toMatchObject({
    status: 404,
    error: { title: 'Not Found', detail: 'There is no such operation here.' },
  })
})
