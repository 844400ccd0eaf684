import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact } from './redact.ts'

describe('what is kept of a message', () => {
  it('has neither keys nor cards, wherever they stand', () => {
    const said = {
      checkout_reference: 'order-1',
      amount: 23.45,
      return_url: 'https://cart.example/webhooks/sumup/unguessable',
      redirect_url: 'https://cart.example/orders/1/return?key=guest',
      card: { number: '4200000000000091', cvv: '123', last_4_digits: '0091' },
      transactions: [{ id: 't-1', auth_code: '123456', payment_instrument: { token: 'tok_1' } }],
      detail: 'Card 4200 0000 0000 0091 declined, key sup_sk_Abc123, Bearer abc.def',
      nested: { deep: [{ api_key: 'sup_sk_1', authorization: 'Bearer 1', Expiry_Month: '12' }] },
    }

    const kept = redact(said)

    expect(kept).toEqual({
      checkout_reference: 'order-1',
      amount: 23.45,
      return_url: '[removed]',
      redirect_url: '[removed]',
      card: '[removed]',
      transactions: [{ id: 't-1', auth_code: '123456', payment_instrument: '[removed]' }],
      detail: 'Card [removed] declined, key [removed], [removed]',
      nested: {
        deep: [{ api_key: '[removed]', authorization: '[removed]', Expiry_Month: '[removed]' }],
      },
    })
    expect(JSON.stringify(said)).toContain('4200000000000091')
  })

  it('keeps ids, references and times as they are', () => {
    const id = '01a20000-0000-7000-8000-000000000000'
    const said = { id, reference: `${id}-1`, at: '2026-11-28T10:00:00.000Z', code: 'TEENSK4W2K' }

    expect(redact(said)).toEqual(said)
  })

  it('keeps UUIDs, also those of digits alone', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(redact(id)).toBe(id)
      }),
    )
    const digits = '42000000-0000-0091-0000-000000000000'
    expect(redact(digits)).toBe(digits)
  })

  it('takes every card number out of a text', () => {
    const card = fc.array(fc.nat(9), { minLength: 12, maxLength: 18 }).map(withCheckDigit)

    fc.assert(
      fc.property(card, (number) => {
        expect(redact(`paid with ${number}, thanks`)).toBe('paid with [removed], thanks')
      }),
    )
  })

  it('keeps fifty rows of a list, says how many it left out, and ends somewhere', () => {
    const many = redact(Array.from({ length: 60 }, (_none, at) => at))
    let deep: object = {}
    for (let level = 0; level < 100; level += 1) deep = { deep }

    expect(many).toEqual([...Array.from({ length: 50 }, (_none, at) => at), '[10 more]'])
    expect(JSON.stringify(redact(deep)).length).toBeLessThan(200)
    expect(redact(undefined)).toBe(null)
  })
})

function withCheckDigit(digits: number[]): string {
  const sum = digits.toReversed().reduce((total, digit, place) => {
    const doubled = place % 2 === 0 ? digit * 2 : digit
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return [...digits, (10 - (sum % 10)) % 10].join('')
}
