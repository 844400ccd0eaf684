import { describe, expect, it } from 'vitest'

import { press } from '../testing/buyer.ts'
import { anOrder, bakery, coop, startSandbox } from '../testing/start-sandbox.ts'

async function aCharge(amount = 23.45) {
  const sandbox = await startSandbox()
  const checkout = await sandbox.shop.checkouts.create(anOrder({ amount }))
  await press(checkout.hosted_checkout_url, 'pay')
  const { transaction_id: id } = await sandbox.shop.checkouts.get(checkout.id)
  const refund = (body?: object) => sandbox.shop.transactions.refund(coop.code, id, body)
  const refundEvents = async () => {
    const { transaction_events } = await sandbox.shop.transactions.get(coop.code, { id })
    return transaction_events.filter(
      (event: { event_type: string }) => event.event_type === 'REFUND',
    )
  }
  const refunded = async () => (await sandbox.moneyMoved()).refunds.map((sum) => sum.amountMinor)
  return { ...sandbox, id, refund, refundEvents, refunded, checkoutId: checkout.id }
}

function problem(status: number, title: string, detail: string, more: object = {}) {
  const type = `https://developer.sumup.com/problem/${title.toLowerCase().replaceAll(' ', '-')}`
  return { status, error: { type, title, status, detail, ...more } }
}

describe('a refund', () => {
  it('gives part of the money back, and then no more than is left', async () => {
    const { refund, refundEvents, refunded } = await aCharge()

    expect(await refund({ amount: 0.1 })).toEqual({})
    expect(await refund({ amount: 3.35 })).toEqual({})

    const errors = [
      {
        code: 'INVALID_AMOUNT',
        detail: 'Amount exceeds the refundable amount',
        reason: 'amount_too_high',
        max_refundable_amount: 20,
      },
    ]
    await expect(refund({ amount: 20.01 })).rejects.toMatchObject(
      problem(422, 'Unprocessable Entity', 'Refund failed.', { errors }),
    )
    expect(await refunded()).toEqual([10, 335])
    expect(await refundEvents()).toMatchObject([
      { status: 'REFUNDED', amount: 0.1, timestamp: '2026-11-28T10:00:00.000Z' },
      { status: 'REFUNDED', amount: 3.35, timestamp: '2026-11-28T10:00:00.000Z' },
    ])
  })

  it('gives back all that is left when no amount is said', async () => {
    const { refund, refunded } = await aCharge()
    await refund({ amount: 3.45 })

    await refund()

    expect(await refunded()).toEqual([345, 2000])
    await expect(refund()).rejects.toMatchObject(
      problem(409, 'Conflict', 'The transaction is not refundable in its current state'),
    )
  })

  it('is made again when it is asked for again: there is no idempotency key', async () => {
    const { refund, refunded } = await aCharge()

    await refund({ amount: 5 })
    await refund({ amount: 5 })

    expect(await refunded()).toEqual([500, 500])
  })

  it('does not show in any status, only in the events', async () => {
    const { refund, shop, id, checkoutId } = await aCharge()

    await refund()

    expect(await shop.checkouts.get(checkoutId)).toMatchObject({ status: 'PAID' })
    expect(await shop.transactions.get(coop.code, { id })).toMatchObject({
      status: 'SUCCESSFUL',
      simple_status: 'SUCCESSFUL',
      events: [
        { type: 'PAYOUT', status: 'SCHEDULED', amount: 22.86, fee_amount: 0.59 },
        { type: 'REFUND', status: 'REFUNDED', amount: 23.45, transaction_id: id },
      ],
    })
  })

  it.each([{ amount: 0 }, { amount: -1 }, { amount: 'all' }])('is refused for %j', async (body) => {
    const { refund, refunded } = await aCharge()

    await expect(refund(body)).rejects.toMatchObject(
      problem(400, 'Bad Request', 'amount must be greater than zero'),
    )
    expect(await refunded()).toEqual([])
  })

  it('is refused for a fraction of a penny', async () => {
    const { refund, refunded } = await aCharge()

    await expect(refund({ amount: 1.001 })).rejects.toMatchObject({ status: 400 })
    expect(await refunded()).toEqual([])
  })

  it('never takes unreadable JSON for "everything"', async () => {
    const { url, id, refunded } = await aCharge()

    const response = await fetch(`${url}/v1.0/merchants/${coop.code}/payments/${id}/refunds`, {
      method: 'POST',
      headers: { authorization: 'Bearer sup_sk_coop', 'content-type': 'application/json' },
      body: '{"amount": 1',
    })

    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(await refunded()).toEqual([])
  })

  it('is refused for a payment that failed, is unknown or is not ours', async () => {
    const { shop, otherShop, id } = await aCharge()
    const failing = await shop.checkouts.create(
      anOrder({ checkout_reference: 'order-2', amount: 11 }),
    )
    await press(failing.hosted_checkout_url, 'pay')
    const { transactions } = await shop.checkouts.get(failing.id)

    const ask = (code: string, of: string) => shop.transactions.refund(code, of)
    await expect(ask(coop.code, transactions[0].id)).rejects.toMatchObject({ status: 409 })
    await expect(ask(coop.code, 'unknown')).rejects.toMatchObject(
      problem(404, 'Not Found', 'Transaction not found'),
    )
    await expect(ask(bakery.code, id)).rejects.toMatchObject(
      problem(403, 'Forbidden', 'users is not allowed to make a refund'),
    )
    await expect(otherShop.transactions.refund(bakery.code, id)).rejects.toMatchObject({
      status: 404,
    })
  })
})
