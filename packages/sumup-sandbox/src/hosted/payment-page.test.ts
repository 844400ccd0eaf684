import { createHash } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { anOpenCheckout } from '../testing/an-open-checkout.ts'
import { look, press } from '../testing/buyer.ts'
import { anOrder, startSandbox } from '../testing/start-sandbox.ts'

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

  it('asks again when a form came without a card, and tries nothing', async () => {
    const { page, read } = await anOpenCheckout()
    const body = new URLSearchParams({ action: 'pay' })

    const { status } = await fetch(page, { method: 'POST', body })
    const empty = await fetch(`${page}/challenge`, { method: 'POST' })

    expect(status).toBe(422)
    expect(empty.status).toBe(200)
    expect(await read()).toMatchObject({ status: 'PENDING', transactions: [] })
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
