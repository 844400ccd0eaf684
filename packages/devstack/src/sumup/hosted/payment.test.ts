import { createHash } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { look, press } from '../testing/buyer.ts'
import { anOrder, startSandbox } from '../testing/start-sandbox.ts'

const redirect_url = 'https://cart.example/orders/1'

async function anOpenCheckout(order: object = {}) {
  const sandbox = await startSandbox()
  const { id, hosted_checkout_url: page } = await sandbox.shop.checkouts.create(anOrder(order))
  return { ...sandbox, id, page, read: () => sandbox.shop.checkouts.get(id) }
}

describe('the payment page', () => {
  it('shows who is paid what for which order', async () => {
    const { page } = await anOpenCheckout()

    const { status, text } = await look(page)

    expect(status).toBe(200)
    expect(text).toContain('Pay Rose Ash Cooperative')
    expect(text).toContain('For Two loaves &#38; a jar of honey')
    expect(text).toContain('Reference order-1 Amount £23.45')
  })

  it('shows what a shop wrote as text, whatever it wrote', async () => {
    const { page } = await anOpenCheckout({ description: '<script>alert("1")</script>' })

    const markup = await (await fetch(page)).text()

    expect(markup).toContain('&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;')
    expect(markup).not.toContain('<script')
  })

  it('lets the browser use its own style and nothing else', async () => {
    const { page } = await anOpenCheckout()

    const response = await fetch(page)

    const style = /<style>(.*)<\/style>/s.exec(await response.text())?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(style).toContain('--paper')
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'`,
    )
  })

  it('is not found for a checkout without one, nor for no checkout', async () => {
    const { shop, url } = await startSandbox()
    const { id } = await shop.checkouts.create(anOrder({ hosted_checkout: { enabled: false } }))

    expect(await look(`${url}/pay/c-${id}`)).toMatchObject({ status: 404 })
    expect(await press(`${url}/pay/c-${id}`, 'pay')).toMatchObject({ status: 404 })
    expect(await press(`${url}/pay/c-unknown/challenge`, 'confirm')).toMatchObject({ status: 404 })
  })
})

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

describe('time', () => {
  it('closes the page after 30 minutes while the checkout still waits', async () => {
    const { page, read, clock } = await anOpenCheckout()

    clock.passMinutes(29)
    const inTime = await look(page)
    clock.passMinutes(1)
    const late = await press(page, 'pay')

    expect(inTime.status).toBe(200)
    expect(late).toMatchObject({ status: 410, text: expect.stringContaining('has expired') })
    expect(await read()).toMatchObject({ status: 'PENDING', transactions: [] })
  })

  it('expires the checkout at its own time, after which nobody can pay', async () => {
    const { page, read, clock, moneyMoved } = await anOpenCheckout({
      valid_until: '2026-11-28T10:15:00Z',
    })

    clock.passMinutes(15)
    const late = await press(page, 'pay')

    expect(late.status).toBe(410)
    expect(await read()).toMatchObject({ status: 'EXPIRED', transactions: [] })
    expect(await moneyMoved()).toEqual({ charges: [], refunds: [] })
  })

  it('does not touch what is paid', async () => {
    const { page, read, clock } = await anOpenCheckout({ valid_until: '2026-11-28T10:15:00Z' })
    await press(page, 'pay')

    clock.passMinutes(60)

    expect(await read()).toMatchObject({ status: 'PAID' })
    expect(await look(page)).toMatchObject({ status: 200 })
  })
})

it('tells on its first page which cards it knows', async () => {
  const { url } = await startSandbox()

  const { status, text } = await look(url)

  expect(status).toBe(200)
  expect(text).toContain('VISA 4200000000000091 pays')
  expect(text).toContain('Amounts that always fail: 11.00, 42.01, 42.76, 42.91.')
})
