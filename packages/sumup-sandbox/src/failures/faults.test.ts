import { describe, expect, it } from 'vitest'

import { look, press } from '../testing/buyer.ts'
import { anOrder, coop, startSandbox } from '../testing/start-sandbox.ts'

const serverError = {
  status: 500,
  error: { title: 'Internal Server Error', status: 500, detail: 'Internal Server Error' },
}

async function aChargedShop() {
  const sandbox = await startSandbox()
  const { id, hosted_checkout_url: page } = await sandbox.shop.checkouts.create(anOrder())
  const read = () => sandbox.shop.checkouts.get(id)
  await press(page, 'pay')
  const { transaction_id } = await read()
  const refund = () => sandbox.shop.transactions.refund(coop.code, transaction_id, { amount: 5 })
  const refunded = async () => (await sandbox.moneyMoved()).refunds.map((sum) => sum.amountMinor)
  return { ...sandbox, read, refund, refunded }
}

describe('a lost answer', () => {
  it('leaves a checkout behind that only its reference can find', async () => {
    const { shop, behave } = await startSandbox()
    await behave({ faults: [{ operation: 'create', kind: 'lose-answer', times: 1 }] })

    await expect(shop.checkouts.create(anOrder())).rejects.toThrow('fetch failed')

    await expect(shop.checkouts.create(anOrder())).rejects.toMatchObject({ status: 409 })
    const found = await shop.checkouts.list({ checkout_reference: 'order-1' })
    expect(found).toMatchObject([{ checkout_reference: 'order-1', status: 'PENDING' }])
  })

  it('leaves a refund behind that only the events show', async () => {
    const { behave, refund, refunded } = await aChargedShop()
    await behave({ faults: [{ operation: 'refund', kind: 'lose-answer', times: 1 }] })

    await expect(refund()).rejects.toThrow('fetch failed')

    expect(await refunded()).toEqual([500])
  })

  it('leaves a buyer in the dark who has paid', async () => {
    const { shop, behave } = await startSandbox()
    const { id, hosted_checkout_url: page } = await shop.checkouts.create(anOrder())
    await behave({ faults: [{ operation: 'pay', kind: 'lose-answer', times: 1 }] })

    await expect(press(page, 'pay')).rejects.toThrow('fetch failed')

    expect(await shop.checkouts.get(id)).toMatchObject({ status: 'PAID' })
    expect(await look(page)).toMatchObject({ text: expect.stringContaining('successful') })
  })
})

describe('a 500 after the deed', () => {
  it('has charged the card', async () => {
    const { shop, behave, moneyMoved } = await startSandbox()
    const { id, hosted_checkout_url: page } = await shop.checkouts.create(anOrder())
    await behave({ faults: [{ operation: 'pay', kind: 'fail-after', times: 1 }] })

    const { status } = await press(page, 'pay')

    expect(status).toBe(500)
    expect(await shop.checkouts.get(id)).toMatchObject({ status: 'PAID' })
    expect((await moneyMoved()).charges).toHaveLength(1)
  })

  it('has refunded', async () => {
    const { behave, refund, refunded } = await aChargedShop()
    await behave({ faults: [{ operation: 'refund', kind: 'fail-after', times: 1 }] })

    await expect(refund()).rejects.toMatchObject(serverError)

    expect(await refunded()).toEqual([500])
  })
})

describe('faults', () => {
  it('hit the next requests of their operation only, so many times', async () => {
    const { behave, read, shop, refund } = await aChargedShop()
    await behave({ faults: [{ operation: 'get', kind: 'fail-after', times: 2 }] })

    expect(await shop.checkouts.list()).toHaveLength(1)
    await refund()
    await expect(read()).rejects.toMatchObject(serverError)
    await expect(read()).rejects.toMatchObject(serverError)
    expect(await read()).toMatchObject({ status: 'PAID' })
  })

  it('last until they are replaced when no number is said', async () => {
    const { behave, read } = await aChargedShop()
    await behave({ faults: [{ operation: 'any', kind: 'fail-after' }] })

    for (let request = 0; request < 5; request++) {
      await expect(read()).rejects.toMatchObject(serverError)
    }
    await behave({})

    expect(await read()).toMatchObject({ status: 'PAID' })
  })

  it('make answers slow', async () => {
    const { behave, read } = await aChargedShop()
    await behave({ faults: [{ operation: 'get', kind: 'slow', ms: 80, times: 1 }] })

    const began = performance.now()
    await read()

    expect(performance.now() - began).toBeGreaterThanOrEqual(79)
  })

  it('do not keep a slow request from being done after its shop gave up', async () => {
    const { shop, behave } = await startSandbox()
    await behave({ faults: [{ operation: 'create', kind: 'slow', ms: 400, times: 1 }] })
    await shop.checkouts.list()

    const creating = shop.checkouts.create(anOrder(), { timeout: 200 })
    await expect(creating).rejects.toThrow('Request timed out after 200ms.')

    const created = async () => (await shop.checkouts.list()).length
    await expect.poll(created, { timeout: 60_000 }).toBe(1)
  })

  it('can be read while they last', async () => {
    const { url, shop, behave } = await startSandbox({
      behaviour: { faults: [{ operation: 'list', kind: 'slow', ms: 0, times: 2 }] },
    })
    const read = async () => (await fetch(`${url}/_sandbox/behaviour`)).json()

    await shop.checkouts.list()
    const once = await read()
    await shop.checkouts.list()
    const twice = await read()
    await behave({ webhooks: { mode: 'never' } })

    const fault = { operation: 'list', kind: 'slow', ms: 0, times: 1 }
    expect(once).toEqual({ webhooks: { mode: 'normal' }, faults: [fault] })
    expect(twice).toEqual({ webhooks: { mode: 'normal' }, faults: [] })
    expect(await read()).toEqual({ webhooks: { mode: 'never' }, faults: [] })
  })

  it('are refused when they make no sense', async () => {
    const { url } = await startSandbox()

    const response = await fetch(`${url}/_sandbox/behaviour`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ faults: [{ operation: 'lend', kind: 'slow', ms: 1 }] }),
    })

    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ issues: [{ path: ['faults', 0, 'operation'] }] })
  })
})
