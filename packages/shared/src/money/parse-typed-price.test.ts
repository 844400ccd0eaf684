import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTypedPrice, typedPrice } from './parse-typed-price.ts'

describe('a typed price', () => {
  it.each([
    ['12,50', 1250],
    ['£12.50', 1250],
    ['12.5', 1250],
    [' 3 ', 300],
    ['0', 0],
    ['GBP 7.05', 705],
  ])('“%s” is %i pence', (typed, minor) => {
    expect(parseTypedPrice(typed, 'GBP')).toEqual({ minor })
  })

  it.each(['-1', '1e9', '12,5o €', '1.234,50', '1,234', '3.205', '€3', '10p', '1000000000', '.'])(
    '“%s” is refused with words',
    (typed) => {
      expect(parseTypedPrice(typed, 'GBP')).toEqual({
        error: expect.stringMatching(/^.{20,}[.?]$/),
      })
    },
  )

  it('comes back from the form as it was saved', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.constantFrom('GBP', 'EUR', 'JPY'),
        (minor, currency) => {
          expect(parseTypedPrice(typedPrice(minor, currency), currency)).toEqual({ minor })
        },
      ),
    )
  })
})
