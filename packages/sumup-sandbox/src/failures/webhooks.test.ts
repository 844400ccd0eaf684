import { describe, expect, it, vi } from 'vitest'

import type { SandboxOptions } from '../index.ts'
import { press } from '../testing/buyer.ts'
import { startReceiver } from '../testing/start-receiver.ts'
import { anOrder, startSandbox } from '../testing/start-sandbox.ts'

interface Wanted extends Partial<SandboxOptions> {
  /** What the shop answers, one after the other. */
  answers?: number[]
}

async function aShop({ answers, ...options }: Wanted = {}) {
  const { url: return_url, received } = await startReceiver(answers)
  const sandbox = await startSandbox({ webhookRetryDelaysMs: [1, 2, 3, 4], ...options })
  const order = async (reference = 'order-1', more: object = {}) =>
    sandbox.shop.checkouts.create(
      anOrder({ checkout_reference: reference, return_url: `${return_url}/${reference}`, ...more }),
    )
  const isQuiet = async () => expect(await sandbox.webhooks()).toMatchObject({ pending: 0 })
  const quiet = () => vi.waitFor(isQuiet, { timeout: 60_000 })
  const paths = () => received.map(({ path }) => path)
  return { ...sandbox, received, paths, order, quiet, return_url }
}

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()

describe('a webhook', () => {
  it('tells of each change of status, and nothing but the id', async () => {
    const { order, quiet, received } = await aShop()
    const { id, hosted_checkout_url } = await order()

    await press(hosted_checkout_url, 'decline')
    await quiet()
    await press(hosted_checkout_url, 'decline')
    await press(hosted_checkout_url, 'pay')
    await quiet()

    const told = { path: '/order-1', body: { event_type: 'CHECKOUT_STATUS_CHANGED', id } }
    expect(received).toMatchObject([told, told])
    expect(received.map(({ headers }) => headers['x-payload-signature'])).toEqual([
      undefined,
      undefined,
    ])
  })

  it('is not sent without an address, nor for a new checkout or one that was left', async () => {
    const { order, quiet, received, webhooks } = await aShop()
    const silent = await order('order-1', { return_url: undefined })
    const left = await order('order-2')

    await press(silent.hosted_checkout_url, 'pay')
    await press(left.hosted_checkout_url, 'abandon')
    await quiet()

    expect(received).toEqual([])
    expect(await webhooks()).toEqual({ pending: 0, deliveries: [] })
  })

  it('tells of a checkout that was deactivated', async () => {
    const { order, quiet, paths, shop } = await aShop()
    const { id } = await order()

    await shop.checkouts.deactivate(id)
    await shop.checkouts.deactivate(id)
    await quiet()

    expect(paths()).toEqual(['/order-1'])
  })

  it('tells when a checkout expires by itself, at the time it was last given', async () => {
    const { order, paths, shop } = await aShop({ now: () => new Date() })
    const { id } = await order('order-1', { valid_until: inMs(60_000) })

    await shop.checkouts.update(id, { valid_until: inMs(500) })

    expect(await shop.checkouts.get(id)).toMatchObject({ status: 'PENDING' })
    expect(paths()).toEqual([])
    await vi.waitFor(() => expect(paths()).toEqual(['/order-1']), { timeout: 60_000 })
    expect(await shop.checkouts.get(id)).toMatchObject({ status: 'EXPIRED' })
  })

  it('is sent again until it is answered with 2xx', async () => {
    const { order, quiet, webhooks } = await aShop({ answers: [500, 302, 204] })
    const { id, hosted_checkout_url } = await order()

    await press(hosted_checkout_url, 'pay')
    await quiet()

    const { deliveries } = await webhooks()
    expect(deliveries).toMatchObject([
      { checkoutId: id, attempt: 1, status: 500 },
      { checkoutId: id, attempt: 2, status: 302 },
      { checkoutId: id, attempt: 3, status: 204 },
    ])
  })

  it('is given up after the first try and one for each delay', async () => {
    const { order, quiet, received } = await aShop({ answers: Array(10).fill(503) })
    const { hosted_checkout_url } = await order()

    await press(hosted_checkout_url, 'pay')
    await quiet()

    expect(received).toHaveLength(5)
  })

  it('counts a shop that cannot be reached as no answer', async () => {
    const { order, quiet, webhooks } = await aShop({ webhookRetryDelaysMs: [] })
    const { hosted_checkout_url } = await order('order-1', { return_url: 'http://127.0.0.1:1/' })

    await press(hosted_checkout_url, 'pay')
    await quiet()

    expect((await webhooks()).deliveries).toMatchObject([{ attempt: 1, status: null }])
  })

  it('finds a shop by its internal address, and names the public one', async () => {
    const internal = await startReceiver()
    const { order, quiet } = await aShop({
      resolve: (url) => {
        const { host, pathname } = new URL(url)
        return { url: internal.url + pathname, headers: { 'x-forwarded-host': host } }
      },
    })
    const return_url = 'http://cart.rose-ash.localhost:8000/webhooks/sumup/7f3a'
    const { hosted_checkout_url } = await order('order-1', { return_url })

    await press(hosted_checkout_url, 'pay')
    await quiet()

    expect(internal.received).toMatchObject([
      {
        path: '/webhooks/sumup/7f3a',
        headers: { 'x-forwarded-host': 'cart.rose-ash.localhost:8000' },
      },
    ])
  })
})

describe('webhooks that misbehave', () => {
  it('come twice', async () => {
    const { order, quiet, paths } = await aShop({ behaviour: { webhooks: { mode: 'twice' } } })
    const { hosted_checkout_url } = await order()

    await press(hosted_checkout_url, 'pay')
    await quiet()

    expect(paths()).toEqual(['/order-1', '/order-1'])
  })

  it('come late', async () => {
    const { order, behave, paths, quiet, shop } = await aShop()
    await behave({ webhooks: { mode: 'late', ms: 400 } })
    const { id, hosted_checkout_url } = await order()

    await press(hosted_checkout_url, 'pay')

    expect(await shop.checkouts.get(id)).toMatchObject({ status: 'PAID' })
    expect(paths()).toEqual([])
    await quiet()
    expect(paths()).toEqual(['/order-1'])
  })

  it('come out of order', async () => {
    const { order, behave, paths, quiet } = await aShop()
    await behave({ webhooks: { mode: 'out-of-order', ms: 60_000 } })
    const checkouts = [await order('order-1'), await order('order-2')]

    for (const { hosted_checkout_url } of checkouts) await press(hosted_checkout_url, 'pay')
    await quiet()

    expect(paths()).toEqual(['/order-2', '/order-1'])
  })

  it('come at last when nothing overtakes them', async () => {
    const { order, behave, paths, quiet } = await aShop()
    await behave({ webhooks: { mode: 'out-of-order', ms: 20 } })
    const { hosted_checkout_url } = await order()

    await press(hosted_checkout_url, 'pay')
    await quiet()

    expect(paths()).toEqual(['/order-1'])
  })

  it('never come', async () => {
    const { order, behave, shop, webhooks } = await aShop()
    await behave({ webhooks: { mode: 'never' } })
    const { id, hosted_checkout_url } = await order()

    await press(hosted_checkout_url, 'pay')

    expect(await shop.checkouts.get(id)).toMatchObject({ status: 'PAID' })
    expect(await webhooks()).toEqual({ pending: 0, deliveries: [] })
  })
})
