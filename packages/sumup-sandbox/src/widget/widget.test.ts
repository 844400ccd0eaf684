import { Script } from 'node:vm'

import { describe, expect, it } from 'vitest'

import { anOpenCheckout } from '../testing/an-open-checkout.ts'

async function frameOf(url: string, id: string, form?: Record<string, string>) {
  const init = form && { method: 'POST', body: new URLSearchParams(form) }
  const response = await fetch(`${url}/widget/c-${id}`, init)
  const markup = await response.text()
  const said = /data-response="([^"]*)"/.exec(markup)?.[1] ?? ''
  const json = said.replaceAll(/&#(\d+);/g, (_all, code: string) =>
    String.fromCharCode(Number(code)),
  )
  return { response, markup, says: JSON.parse(json) as { type: string; body: object } }
}

describe('the card widget', () => {
  it('is a script with SumUp’s own entry', async () => {
    const { url } = await anOpenCheckout()

    const response = await fetch(`${url}/widget/sdk.js`)

    expect(response.headers.get('content-type')).toContain('text/javascript')
    const code = await response.text()
    expect(new Script(code)).toBeInstanceOf(Script)
    expect(code).toContain('window.SumUpCard')
  })

  it('pays its checkout, once', async () => {
    const { url, id, read, moneyMoved } = await anOpenCheckout()
    expect((await frameOf(url, id)).says.type).toBe('load')
    const card = { card_number: '4200 0000 0000 0091' }

    const [paid, again] = [await frameOf(url, id, card), await frameOf(url, id, card)]

    expect(paid.says).toMatchObject({
      type: 'success',
      body: { id, status: 'PAID', checkout_reference: 'order-1' },
    })
    expect(again.says.type).toBe('success')
    expect(await read()).toMatchObject({ status: 'PAID' })
    expect((await moneyMoved()).charges).toHaveLength(1)
  })

  it('offers another try after a card that is unknown or refused', async () => {
    const { url, id, read } = await anOpenCheckout()

    const unknown = await frameOf(url, id, { card_number: '4111 1111 1111 1111' })
    const refused = await frameOf(url, id, { card_number: '4012001037461114' })

    expect([unknown.says.type, refused.says.type]).toEqual(['invalid', 'fail'])
    expect(refused.markup).toContain('<form method="post">')
    expect(await read()).toMatchObject({ status: 'FAILED' })
  })

  it('asks for the bank’s check where the card wants it', async () => {
    const { url, id, read } = await anOpenCheckout()
    const card = { card_number: '4200000000000042' }

    const asked = await frameOf(url, id, card)
    expect(asked.says.type).toBe('auth-screen')
    expect(await read()).toMatchObject({ status: 'PENDING' })
    const refused = await frameOf(url, id, { ...card, action: 'refuse' })
    expect(refused.says.type).toBe('fail')
    const confirmed = await frameOf(url, id, { ...card, action: 'confirm' })

    expect(confirmed.says.type).toBe('success')
  })

  it('says so when there is nothing to pay', async () => {
    const { url, clock, id, moneyMoved } = await anOpenCheckout()
    clock.passMinutes(31)

    const late = await frameOf(url, id, { card_number: '4200000000000091' })
    const none = await frameOf(url, 'none')

    expect([late.says.type, none.says.type]).toEqual(['error', 'error'])
    expect((await moneyMoved()).charges).toEqual([])
  })

  it('loads nothing but its own style and script', async () => {
    const { url, id } = await anOpenCheckout()

    const { response } = await frameOf(url, id)

    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'; form-action 'self'$/,
    )
  })
})
