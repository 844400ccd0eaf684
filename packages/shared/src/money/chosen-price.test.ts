import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chosenPrice } from './chosen-price.ts'

describe('a price that buyers choose', () => {
  it.each([
    ['a supper', 400, 1000, 'GBP', [400, 1000, 1300]],
    ['a loaf', 100, 280, 'GBP', [100, 280, 350]],
    ['nothing at least', 0, 500, 'GBP', [0, 500, 650]],
    ['a least as high as what is suggested', 500, 500, 'EUR', [500, 650]],
    ['what is suggested for nothing', 0, 0, 'GBP', [0, 50]],
    ['yen, which have no pennies', 500, 1000, 'JPY', [500, 1000, 1250]],
  ])('offers for %s', (_what, floor, amount, currency, chips) => {
    expect(chosenPrice(floor, { amount, currency })).toEqual({
      floor: { amount: floor, currency },
      chips: chips.map((one) => ({ amount: one, currency })),
    })
  })

  it('never offers less than the least, twice the same, or nothing above what is suggested', () => {
    const amounts = fc.tuple(fc.nat(1_000_000), fc.nat(1_000_000))
    fc.assert(
      fc.property(amounts, fc.constantFrom('GBP', 'EUR', 'JPY'), ([one, other], currency) => {
        const [floor, amount] = [Math.min(one, other), Math.max(one, other)]
        const chips = chosenPrice(floor, { amount, currency }).chips.map((chip) => chip.amount)
        expect(chips[0]).toBe(floor)
        expect(chips).toContain(amount)
        expect(chips.at(-1)).toBeGreaterThan(amount)
        expect(new Set(chips).size).toBe(chips.length)
      }),
    )
  })
})
