import fc from 'fast-check'
import { minorDigits, toMajor } from '@rose-ash/shared/money'
import { describe, expect, it } from 'vitest'
import { findMeasure } from './parse-measure.ts'
import { parsePrice, type PriceHints, priceProblems } from './parse-price.ts'

const eur = (amount: number) => ({ price: { amount, currency: 'EUR' } })
const gbp = (amount: number) => ({ price: { amount, currency: 'GBP' } })

describe('a price as a shop writes it', () => {
  it.each<[string, PriceHints, object]>([
    ['12,50 €', {}, eur(1250)],
    ['€ 1.234,56', {}, eur(123456)],
    ['€1,234.56', {}, eur(123456)],
    ['  12,50\u00a0€*', {}, eur(1250)],
    ['12.50 EUR', {}, eur(1250)],
    ['9,90 € inkl. 7% MwSt. zzgl. Versand', {}, eur(990)],
    ['£3.20 / kg', {}, { ...gbp(320), per: { amount: 1, unit: 'kg', count: 1 } }],
    ['1,99 € pro 100 g', {}, { ...eur(199), per: { amount: 100, unit: 'g', count: 1 } }],
    ['£2 each', {}, gbp(200)],
    ['1 234,56 zł', {}, { price: { amount: 123456, currency: 'PLN' } }],
    ['1\u202f234,56 zł', {}, { price: { amount: 123456, currency: 'PLN' } }],
    ['CHF 12.–', {}, { price: { amount: 1200, currency: 'CHF' } }],
    ["CHF 1'234.50", {}, { price: { amount: 123450, currency: 'CHF' } }],
    ['12,- €', {}, eur(1200)],
    ['Fr. 3.50', {}, { price: { amount: 350, currency: 'CHF' } }],
    ['12.5', { currency: 'GBP' }, gbp(1250)],
    ['1,299', { currency: 'GBP' }, gbp(129900)],
    ['1.234', { currency: 'EUR', locale: 'de-DE' }, eur(123400)],
    ['1.234', { currency: 'EUR' }, eur(123400)],
    ['1.234 KWD', { locale: 'en-GB' }, { price: { amount: 1234, currency: 'KWD' } }],
    ['¥1,299', { currency: 'JPY' }, { price: { amount: 1299, currency: 'JPY' } }],
    ['₹1,23,456.00', {}, { price: { amount: 12345600, currency: 'INR' } }],
    ['from 3,99', { currency: 'EUR' }, { ...eur(399), from: true }],
    ['ab 3,99 €', {}, { ...eur(399), from: true }],
    ['99p', {}, gbp(99)],
    ['85 ct', { currency: 'EUR' }, eur(85)],
    ['129 kr', { locale: 'sv-SE' }, { price: { amount: 12900, currency: 'SEK' } }],
    ['$5', { currency: 'CAD' }, { price: { amount: 500, currency: 'CAD' } }],
    ['12.990000', { currency: 'EUR' }, eur(1299)],
    ['0,00 €', {}, eur(0)],
    ['10.000.000 €', {}, eur(1_000_000_000)],
  ])('%s %o', (text, hints, expected) => {
    expect(parsePrice(text, hints)).toEqual(expected)
  })

  it.each<[string, PriceHints, string]>([
    ['', {}, 'empty'],
    ['Price on request', { currency: 'EUR' }, 'unreadable'],
    ['12,5o €', {}, 'unreadable'],
    ['O12 €', {}, 'unreadable'],
    ['-1 €', {}, 'negative'],
    ['−1,00 €', {}, 'negative'],
    ['€ -3', {}, 'negative'],
    ['1000000000', { currency: 'EUR' }, 'too_large'],
    ['10.000.000,01 €', {}, 'too_large'],
    ['2 for £5', {}, 'several_numbers'],
    ['£5 £4', {}, 'several_numbers'],
    ['12.50', {}, 'no_currency'],
    ['$5', {}, 'currency_unclear'],
    ['£5 €6', {}, 'currency_unclear'],
    ['£5', { currency: 'EUR' }, 'other_currency'],
    ['1.234', { currency: 'GBP', locale: 'en-GB' }, 'separator_unclear'],
    ['1,299 €', { locale: 'de-DE' }, 'separator_unclear'],
    ['1.234 KWD', {}, 'separator_unclear'],
    ['12.3456', { currency: 'EUR' }, 'too_many_decimals'],
    ['1.2', { currency: 'JPY' }, 'too_many_decimals'],
    ['12,34,5 €', {}, 'unreadable'],
    ['1.23.456,00 €', {}, 'unreadable'],
    ['١٢٫٥٠ €', {}, 'foreign_digits'],
    ['۱۲ €', {}, 'foreign_digits'],
    ['1e9 €', {}, 'several_numbers'],
    ['9'.repeat(300), {}, 'unreadable'],
  ])('%s %o is not taken: %s', (text, hints, problem) => {
    expect(parsePrice(text, hints)).toEqual({ problem })
    expect(priceProblems).toHaveProperty(problem)
  })

  const locales = [
    'en-GB',
    'en-US',
    'de-DE',
    'de-CH',
    'fr-FR',
    'pl-PL',
    'sv-SE',
    'it-IT',
    'nl-NL',
    'en-IN',
  ]
  const currencies = ['EUR', 'GBP', 'CHF', 'PLN', 'SEK', 'USD', 'JPY', 'HUF']

  it('comes back from what Intl writes, in ten locales and eight currencies', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000 }),
        fc.constantFrom(...locales),
        fc.constantFrom(...currencies),
        (minor, locale, currency) => {
          const amount = Math.min(minor, 10_000_000 * 10 ** minorDigits(currency))
          const text = new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
            toMajor({ amount, currency }),
          )

          expect({ text, ...parsePrice(text, { locale, currency }) }).toEqual({
            text,
            price: { amount, currency },
          })
        },
      ),
      { numRuns: 500 },
    )
  })

  it('is a price or a problem, whatever is written', () => {
    const pieces = fc.constantFrom(
      '1',
      '9',
      '0',
      '.',
      ',',
      ' ',
      '€',
      '£',
      '-',
      'kg',
      '/',
      "'",
      'x',
      'ab ',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
        const parsed = parsePrice(parts.join(''), { currency: 'EUR' })
        if ('problem' in parsed) return
        expect(parsed.price.amount).toBeGreaterThanOrEqual(0)
        expect(parsed.price.amount).toBeLessThanOrEqual(1_000_000_000)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a measure', () => {
  it.each([
    ['6 x 330 ml', 330, 'ml', 6],
    ['6×0,33l', 330, 'ml', 6],
    ['500g', 500, 'g', 1],
    ['1 kg', 1, 'kg', 1],
    ['Olive oil, cold pressed 0,75 l', 750, 'ml', 1],
    ['1.5 KG', 1500, 'g', 1],
    ['75cl', 750, 'ml', 1],
    ['24er Kiste', 1, 'each', 24],
    ['Case of 12', 1, 'each', 12],
    ['Case of 12, 500 g', 500, 'g', 12],
    ['12 Stück', 12, 'each', 1],
    ['1 pint', 568, 'ml', 1],
    ['2 lb', 908, 'g', 1],
  ])('%s', (text, amount, unit, count) => {
    expect(findMeasure(text)).toEqual({ amount, unit, count })
  })

  it.each(['Apples', '5 apples', '0 g', 'Vitamin B12', '0,5 g', '1.2.3 kg', 'A4 gl', ''])(
    'is not in %s',
    (text) => {
      expect(findMeasure(text)).toBeUndefined()
    },
  )
})
