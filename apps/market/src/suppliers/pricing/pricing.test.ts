import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { priceFor } from './price-for.ts'

const rules = fc
  .record({
    marginBasisPoints: fc.integer({ min: 0, max: 100_000 }),
    roundToMinor: fc.integer({ min: 1, max: 1_000 }),
    ending: fc.nat(),
    pricesIncludeTax: fc.boolean(),
  })
  .map(({ ending, ...rule }) => ({ ...rule, endingMinor: ending % (rule.roundToMinor + 1) }))
const costs = fc.record({
  costMinor: fc.integer({ min: 0, max: 10_000_000 }),
  caseSize: fc.integer({ min: 1, max: 1_000 }),
  taxBasisPoints: fc.integer({ min: 0, max: 3_000 }),
})

describe('our price of a supplier’s', () => {
  it.each([
    // 24 for 28.80 and 30 % on it: 1.56, up to the next 5 less 1.
    [2_880, 24, { marginBasisPoints: 3_000, roundToMinor: 5, endingMinor: 1 }, 0, 159],
    [1_000, 1, { marginBasisPoints: 0, roundToMinor: 1, endingMinor: 0 }, 2_000, 1_200],
    [333, 2, { marginBasisPoints: 0, roundToMinor: 1, endingMinor: 0 }, 0, 167],
    [0, 6, { marginBasisPoints: 5_000, roundToMinor: 10, endingMinor: 0 }, 2_000, 0],
    [480, 1, { marginBasisPoints: 0, roundToMinor: 100, endingMinor: 1 }, 0, 499],
  ])('of %i for %i is %o with %i tax: %i', (costMinor, caseSize, rule, taxBasisPoints, price) => {
    const whole = { ...rule, pricesIncludeTax: false }
    expect(priceFor(whole, { costMinor, caseSize, taxBasisPoints })).toBe(price)
  })

  it('adds no tax to prices that have it', () => {
    const rule = { marginBasisPoints: 0, roundToMinor: 1, endingMinor: 0, pricesIncludeTax: true }
    expect(priceFor(rule, { costMinor: 1_000, caseSize: 1, taxBasisPoints: 2_000 })).toBe(1_000)
  })

  it('is never below cost, and a multiple less the ending, as low as that can be', () => {
    fc.assert(
      fc.property(rules, costs, (rule, cost) => {
        const price = priceFor(rule, cost)
        const tax = BigInt(10_000 + (rule.pricesIncludeTax ? 0 : cost.taxBasisPoints))
        const asked = BigInt(cost.costMinor) * tax * BigInt(10_000 + rule.marginBasisPoints)
        const of = (minor: number) => BigInt(minor) * BigInt(cost.caseSize) * 100_000_000n

        expect(of(price) >= asked).toBe(true)
        expect(of(price - rule.roundToMinor) < asked).toBe(true)
        expect((price + rule.endingMinor) % rule.roundToMinor).toBe(0)
      }),
    )
  })

  it('is never lower when the case, the margin or the tax is dearer', () => {
    fc.assert(
      fc.property(rules, costs, fc.nat(1_000), fc.nat(1_000), (rule, cost, more, margin) => {
        const price = priceFor(rule, cost)
        const dearer = { ...cost, costMinor: cost.costMinor + more }
        const keener = { ...rule, marginBasisPoints: rule.marginBasisPoints + margin }

        expect(priceFor(rule, dearer)).toBeGreaterThanOrEqual(price)
        expect(priceFor(keener, cost)).toBeGreaterThanOrEqual(price)
      }),
    )
  })
})
