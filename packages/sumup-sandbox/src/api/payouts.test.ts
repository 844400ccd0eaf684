import { describe, expect, it } from 'vitest'

import { aDayOfTrade } from '../testing/a-day-of-trade.ts'
import { coop, startSandbox } from '../testing/start-sandbox.ts'

describe('payouts', () => {
  const november = { start_date: '2026-11-01', end_date: '2026-11-30' }

  it('bring the money less the fee, and take back what was refunded', async () => {
    const { shop, clock, paid, second } = await aDayOfTrade()

    const early = await shop.payouts.list(coop.code, november)
    clock.passMinutes(24 * 60)
    const payouts = await shop.payouts.list(coop.code, november)

    const common = { currency: 'GBP', date: '2026-11-29', status: 'SUCCESSFUL' }
    const ofPaid = { ...common, transaction_code: paid.transaction_code }
    expect(early).toEqual([])
    expect(payouts).toMatchObject([
      { ...ofPaid, type: 'PAYOUT', amount: 22.86, fee: 0.59 },
      { ...ofPaid, type: 'REFUND_DEDUCTION', amount: 3.45, fee: 0 },
      {
        ...common,
        type: 'PAYOUT',
        amount: 7.8,
        fee: 0.2,
        transaction_code: second.transaction_code,
      },
    ])
    const newest = await shop.payouts.list(coop.code, { ...november, order: 'desc', limit: 1 })
    expect(newest).toEqual([payouts[2]])
    const october = { start_date: '2026-10-01', end_date: '2026-10-31' }
    expect(await shop.payouts.list(coop.code, october)).toEqual([])
  })

  it.each([
    [
      {},
      [
        { error_code: 'MISSING', message: 'Validation error: required', param: 'start_date' },
        { error_code: 'MISSING', message: 'Validation error: required', param: 'end_date' },
      ],
    ],
    [
      { start_date: '2026-11-30', end_date: '2026-11-01' },
      [{ error_code: 'INVALID', message: 'negative date range' }],
    ],
    [
      { ...november, format: 'csv' },
      [{ error_code: 'INVALID', message: 'Validation error: invalid', param: 'format' }],
    ],
  ])('are refused for %j', async (query, error) => {
    const { shop } = await startSandbox()

    await expect(shop.payouts.list(coop.code, query)).rejects.toMatchObject({ status: 400, error })
  })
})
