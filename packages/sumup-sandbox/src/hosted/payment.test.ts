import { describe, expect, it } from 'vitest'

import { anOpenCheckout } from '../testing/an-open-checkout.ts'
import { look, press } from '../testing/buyer.ts'

const redirect_url = 'https://cart.example/orders/1'

describe('paying', () => {
  it('charges the card and leads back to the shop', async () => {
    const { page, read, moneyMoved, id } = await anOpenCheckout({ redirect_url })

    const { status, text } = await press(page, 'pay')

    expect({ status, text }).toMatchObject({
      status: 200,
      text: expect.stringMatching(/^Payment successful .* Back to the shop$/),
    })
    const checkout = await read()
    expect(checkout).toMatchObject({
      status: 'PAID',
      transaction_id: checkout.transactions[0].id,
      transaction_code: checkout.transactions[0].transaction_code,
      transactions: [
        {
          amount: 23.45,
          currency: 'GBP',
          timestamp: '2026-11-28T10:00:00.000Z',
          status: 'SUCCESSFUL',
          payment_type: 'ECOM',
          entry_mode: 'CUSTOMER_ENTRY',
          merchant_code: 'MCOOP',
        },
      ],
    })
    expect(await moneyMoved()).toEqual({
      charges: [
        {
          transactionId: checkout.transaction_id,
          checkoutId: id,
          reference: 'order-1',
          merchantCode: 'MCOOP',
          currency: 'GBP',
          amountMinor: 2345,
          at: '2026-11-28T10:00:00.000Z',
        },
      ],
      refunds: [],
    })
  })

  it('charges once, however often the button is pressed', async () => {
    const { page, moneyMoved } = await anOpenCheckout()

    await Promise.all([press(page, 'pay'), press(page, 'pay'), press(page, 'decline')])

    const { charges } = await moneyMoved()
    expect(charges).toHaveLength(1)
    expect(await look(page)).toMatchObject({ text: expect.stringContaining('successful') })
  })

  it('may succeed after it was declined', async () => {
    const { page, read } = await anOpenCheckout()

    const declined = await press(page, 'decline')
    const between = await read()
    await press(page, 'pay')
    const after = await read()

    expect(declined.text).toContain('Your bank declined the payment. Nothing was taken.')
    expect(between).toMatchObject({ status: 'FAILED', transactions: [{ status: 'FAILED' }] })
    expect(between.transaction_id).toBeUndefined()
    expect(after).toMatchObject({
      status: 'PAID',
      transaction_id: after.transactions[1].id,
      transactions: [{ status: 'FAILED' }, { status: 'SUCCESSFUL' }],
    })
  })

  it('leaves the checkout waiting when the buyer just goes away', async () => {
    const { page, read } = await anOpenCheckout({ redirect_url })

    const { text } = await press(page, 'abandon')

    expect(text).toMatch(/^You left without paying .* Return to the payment Back to the shop$/)
    expect(await read()).toMatchObject({ status: 'PENDING', transactions: [] })
  })

  it.each([11, 42.01, 42.76, 42.91])('always fails for %s', async (amount) => {
    const { page, read, moneyMoved } = await anOpenCheckout({ amount })

    await press(page, 'pay')

    expect(await read()).toMatchObject({ status: 'FAILED', amount })
    expect(await moneyMoved()).toEqual({ charges: [], refunds: [] })
  })

  it('asks again for a card it does not know, and tries nothing', async () => {
    const { page, read } = await anOpenCheckout()

    const { status, text } = await press(page, 'pay', '4111 1111 1111 1111')

    expect(status).toBe(422)
    expect(text).toContain('The sandbox knows only test cards.')
    expect(await read()).toMatchObject({ status: 'PENDING', transactions: [] })
  })
})

describe('a card with 3-D Secure', () => {
  const challenged = '4200 0000 0000 0042'

  it('pays after the buyer has confirmed', async () => {
    const { page, read } = await anOpenCheckout()

    const asked = await press(page, 'pay', challenged)
    const between = await read()
    const paid = await press(`${page}/challenge`, 'confirm', challenged)

    expect(asked.text).toContain('the 3-D Secure check for the card ending in 0042')
    expect(between).toMatchObject({ status: 'PENDING', transactions: [] })
    expect(paid.text).toContain('Payment successful')
    expect(await read()).toMatchObject({ status: 'PAID' })
  })

  it('fails when the buyer refuses', async () => {
    const { page, read } = await anOpenCheckout()
    await press(page, 'pay', challenged)

    await press(`${page}/challenge`, 'refuse', challenged)

    expect(await read()).toMatchObject({ status: 'FAILED' })
  })

  it.each([
    ['a technical error', '4012001037461114', 'could not check that it is you'],
    ['a technical error', '5434580000000006', 'could not check that it is you'],
    ['a holder not enrolled', '4012001037141112', 'not enrolled'],
    ['a holder not enrolled', '5457350076543210', 'not enrolled'],
  ])('fails with %s: %s', async (_why, card, said) => {
    const { page, read } = await anOpenCheckout()

    const { text } = await press(page, 'pay', card)

    expect(text).toContain(said)
    expect(await read()).toMatchObject({ status: 'FAILED' })
  })

  it.each(['5200000000000015', '343434343434343'])('is asked for by %s, too', async (card) => {
    const { page } = await anOpenCheckout()

    expect(await press(page, 'pay', card)).toMatchObject({
      text: expect.stringContaining('Your bank asks: is it you?'),
    })
  })
})
