import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { share } from './share.ts'
import { taxIn } from './tax.ts'

describe('tax', () => {
  it('is what a price contains, halves upwards', () => {
    expect(taxIn(1200, 2000)).toBe(200)
    expect(taxIn(100, 2000)).toBe(17)
    // Exactly half a penny.
    expect(taxIn(3, 2000)).toBe(1)
    expect(taxIn(-3, 2000)).toBe(-1)
    expect(taxIn(999, 0)).toBe(0)
  })

  it('is within half a penny of the exact, and goes back as it came', () => {
    const gross = fc.integer({ min: 0, max: 2_000_000_000 })
    fc.assert(
      fc.property(gross, fc.integer({ min: 0, max: 10_000 }), (minor, rate) => {
        const tax = taxIn(minor, rate)
        const whole = BigInt(10_000 + rate)
        const twice = 2n * (BigInt(tax) * whole - BigInt(minor) * BigInt(rate))

        expect(twice > -whole && twice <= whole).toBe(true)
        expect(taxIn(-minor, rate) + tax).toBe(0)
      }),
    )
  })
})

describe('sharing', () => {
  it('gives the odd pence to the largest remainders', () => {
    expect(share(100, [1, 1, 1])).toEqual([34, 33, 33])
    expect(share(10, [200, 700, 100])).toEqual([2, 7, 1])
    expect(share(-5, [1, 3])).toEqual([-1, -4])
    expect(share(0, [])).toEqual([])
    expect(() => share(1, [0])).toThrow(RangeError)
  })

  it('is exact, and nobody is a penny from their share', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 2_000_000_000 }), { minLength: 1 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), weights, (total, given) => {
        const all = given.reduce((sum, weight) => sum + weight, 0)
        fc.pre(all > 0)
        const parts = share(total, given)

        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total)
        parts.forEach((part, place) => {
          const off = BigInt(part) * BigInt(all) - BigInt(total) * BigInt(given[place] ?? 0)
          expect(off > -BigInt(all) && off < BigInt(all)).toBe(true)
          expect(total > all || part <= (given[place] ?? 0)).toBe(true)
        })
      }),
    )
  })
})
