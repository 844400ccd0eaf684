import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isIban, plainIban } from './iban.ts'

/** The examples of the countries' own banks, as the IBAN registry prints them. */
const real = [
  'GB29 NWBK 6016 1331 9268 19',
  'DE89 3704 0044 0532 0130 00',
  'FR14 2004 1010 0505 0001 3M02 606',
  'NO93 8601 1117 947',
  'MT84 MALT 0110 0001 2345 MTLC AST0 01S',
  'BR15 0000 0000 0000 1093 2840 814P 2',
]

describe('an IBAN', () => {
  it.each(real)('%s is one, however it is typed', (printed) => {
    expect(isIban(plainIban(printed))).toBe(true)
    expect(isIban(plainIban(printed.toLowerCase().replaceAll(' ', '-')))).toBe(true)
  })

  it('is none with any one digit, or any one letter, typed as another', () => {
    const iban = plainIban(real[0] ?? '')
    const place = fc.integer({ min: 2, max: iban.length - 1 })
    const typed = fc.stringMatching(/^[0-9A-Z]$/)

    fc.assert(
      fc.property(place, typed, (at, wrong) => {
        fc.pre(iban[at] !== wrong && isDigit(iban[at]) === isDigit(wrong))
        expect(isIban(iban.slice(0, at) + wrong + iban.slice(at + 1))).toBe(false)
      }),
    )
  })

  it('is none with two different neighbours swapped', () => {
    const iban = plainIban(real[1] ?? '')

    fc.assert(
      fc.property(fc.integer({ min: 4, max: iban.length - 2 }), (at) => {
        const [one = '', other = ''] = [iban[at], iban[at + 1]]
        fc.pre(one !== other)
        expect(isIban(iban.slice(0, at) + other + one + iban.slice(at + 2))).toBe(false)
      }),
    )
  })

  it.each(['', 'GB', 'GB29NWBK601613319268190', '29GBNWBK60161331926819', 'DE8937040044053201300'])(
    '%j is none',
    (typed) => {
      expect(isIban(typed)).toBe(false)
    },
  )
})

const isDigit = (character = '') => /\d/.test(character)
