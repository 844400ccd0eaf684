import { describe, expect, it } from 'vitest'

import { aDayOfTrade } from '../testing/a-day-of-trade.ts'
import { bakery, coop } from '../testing/start-sandbox.ts'

const whole = { status: 404, error: { error_code: 'NOT_FOUND', message: 'Resource not found' } }

describe('a transaction', () => {
  it('is found by its id, its code, and the reference of its checkout', async () => {
    const { shop, declined, paid } = await aDayOfTrade()
    const get = (query: object) => shop.transactions.get(coop.code, query)

    const found = await get({ id: paid.id })

    expect(found).toMatchObject({
      ...paid,
      foreign_transaction_id: 'order-1',
      product_summary: 'Two loaves & a jar of honey',
      card: { last_4_digits: '0091', type: 'VISA' },
    })
    expect(await get({ transaction_code: paid.transaction_code })).toEqual(found)
    expect(await get({ foreign_transaction_id: 'order-1' })).toEqual(found)
    expect(await get({ id: declined.id })).toMatchObject({
      status: 'FAILED',
      simple_status: 'FAILED',
      fee_amount: 0,
      events: [],
    })
  })

  it('is not found by nothing, by another name or by another merchant', async () => {
    const { shop, otherShop, paid } = await aDayOfTrade()

    await expect(shop.transactions.get(coop.code)).rejects.toMatchObject(whole)
    await expect(shop.transactions.get(coop.code, { id: 'x' })).rejects.toMatchObject(whole)
    await expect(
      shop.transactions.get(coop.code, { client_transaction_id: 'order-1' }),
    ).rejects.toMatchObject(whole)
    const theirs = otherShop.transactions.get(bakery.code, { id: paid.id })
    await expect(theirs).rejects.toMatchObject(whole)
  })

  it('is paid out the day after', async () => {
    const { shop, clock, paid } = await aDayOfTrade()
    clock.passMinutes(24 * 60)

    expect(await shop.transactions.get(coop.code, { id: paid.id })).toMatchObject({
      simple_status: 'PAID_OUT',
      payouts_received: 1,
      payout_date: '2026-11-29',
      transaction_events: [
        { event_type: 'PAYOUT', status: 'PAID_OUT', amount: 22.86, due_date: '2026-11-29' },
        { event_type: 'REFUND', status: 'REFUNDED', amount: 3.45, date: '2026-11-28' },
      ],
    })
  })
})
