import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { add, fromMajor, money, times, toMajor } from './money.ts'

const amounts = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })
const currencies = fc.constantFrom('GBP', 'EUR', 'JPY', 'HUF')

describe('money', () => {
  it('goes to major units and back without losing a penny', () => {
    fc.assert(
      fc.property(amounts, currencies, (amount, currency) => {
        expect(fromMajor(toMajor({ amount, currency }), currency)).toEqual({ amount, currency })
      }),
    )
  })

  it('writes pence as two decimals and yen as none', () => {
    expect(toMajor(money(320, 'GBP'))).toBe(3.2)
    expect(toMajor(money(-5, 'GBP'))).toBe(-0.05)
    expect(toMajor(money(320, 'JPY'))).toBe(320)
  })

  it('refuses half pennies', () => {
    expect(() => fromMajor(1.005, 'GBP')).toThrow(RangeError)
    expect(() => money(0.5, 'GBP')).toThrow(RangeError)
  })

  it('adds and multiplies in one currency only', () => {
    expect(add(money(120, 'GBP'), times(money(5, 'GBP'), 3))).toEqual(money(135, 'GBP'))
    expect(() => add(money(1, 'GBP'), money(1, 'EUR'))).toThrow('currencies differ')
  })
})
