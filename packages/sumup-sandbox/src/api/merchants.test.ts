import { describe, expect, it } from 'vitest'

import { aDayOfTrade } from '../testing/a-day-of-trade.ts'
import { press } from '../testing/buyer.ts'
import { anOrder, bakery, coop, startSandbox } from '../testing/start-sandbox.ts'

describe('a receipt', () => {
  it('writes amounts as on paper, without decimals for pesos', async () => {
    const { shop, otherShop, paid } = await aDayOfTrade()
    const theirs = anOrder({ merchant_code: bakery.code, currency: 'CLP', amount: 1990 })
    const checkout = await otherShop.checkouts.create(theirs)
    await press(checkout.hosted_checkout_url, 'pay')
    const { transaction_id } = await otherShop.checkouts.get(checkout.id)

    const ours = await shop.receipts.get(paid.transaction_code, { mid: coop.code })

    expect(ours).toMatchObject({
      transaction_data: {
        transaction_id: paid.id,
        amount: '23.45',
        events: [{ type: 'REFUND', amount: '3.45' }],
      },
      merchant_data: { merchant_profile: { business_name: 'Rose Ash Cooperative' } },
      acquirer_data: { authorization_code: paid.auth_code },
    })
    expect(await otherShop.receipts.get(transaction_id, { mid: bakery.code })).toMatchObject({
      transaction_data: { amount: '1990', vat_amount: '0', events: [] },
    })
    await expect(
      shop.receipts.get(paid.id, { mid: coop.code, tx_event_id: 1 }),
    ).rejects.toMatchObject({ status: 404 })
  })
})

describe('a merchant', () => {
  it('is a sandbox with one currency', async () => {
    const { otherShop } = await startSandbox()

    expect(await otherShop.merchants.get(bakery.code)).toEqual({
      merchant_code: 'MBAKE',
      country: 'CL',
      default_currency: 'CLP',
      default_locale: 'en-CL',
      business_profile: { name: 'Panadería Ñuñoa' },
      sandbox: true,
      created_at: '2026-11-28T10:00:00.000Z',
      updated_at: '2026-11-28T10:00:00.000Z',
    })
  })

  it('takes cards, in its own currency', async () => {
    const { shop } = await startSandbox()
    const methods = (query?: object) => shop.checkouts.listAvailablePaymentMethods(coop.code, query)

    const cards = { available_payment_methods: [{ id: 'card' }] }
    expect(await methods()).toEqual(cards)
    expect(await methods({ amount: 9.99, currency: 'GBP' })).toEqual(cards)
    expect(await methods({ currency: 'EUR' })).toEqual({ available_payment_methods: [] })
    await expect(methods({ amount: 9.99 })).rejects.toMatchObject({
      status: 400,
      error: { failed_constraints: [{ reference: 'currency' }] },
    })
  })
})
