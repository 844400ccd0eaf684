import { type Money, money } from '@rose-ash/shared/money'
import { mark, takeCurrency } from './currencies.ts'
import { parseAmount } from './parse-amount.ts'
import { findMeasure, type Measure } from './parse-measure.ts'

/** Why a text is no price that can be trusted. */
export type PriceProblem =
  | 'empty'
  | 'foreign_digits'
  | 'negative'
  | 'too_large'
  | 'several_numbers'
  | 'no_currency'
  | 'currency_unclear'
  | 'other_currency'
  | 'separator_unclear'
  | 'too_many_decimals'
  | 'unreadable'

export interface ParsedPrice {
  price: Money
  /** What the price is for, when the text says so: `£3.20 / kg`. */
  per?: Measure
  /** "from": the cheapest of several. */
  from?: true
}

export interface PriceHints {
  /** BCP 47, of the shop; decides what `1.234` is. */
  locale?: string | undefined
  /** ISO 4217, of the supplier; stands in for a missing sign, and no other is taken. */
  currency?: string | undefined
}

/** What to tell somebody who wonders why a price was not taken. */
export const priceProblems: Readonly<Record<PriceProblem, string>> = {
  empty: 'There is no price here.',
  foreign_digits: 'The price is written in digits other than 0 to 9.',
  negative: 'The price is below zero.',
  too_large: 'The price is above ten million.',
  several_numbers: 'There is more than one number here. Choose only the price itself.',
  no_currency: 'No currency is named. Say which currency the supplier uses.',
  currency_unclear: 'Several countries use this sign. Say which currency the supplier uses.',
  other_currency: 'The price is in another currency than the supplier’s.',
  separator_unclear: 'This may be thousands or decimals. Say which language the shop is in.',
  too_many_decimals: 'The price has more decimals than its currency.',
  unreadable: 'This is not written as a price is.',
}

/**
 * Reads a price as shops write it: `€ 1.234,56`, `12.–`, `99p`, `from 3,99`, `£3.20 / kg`. Whatever
 * could mean two things is a problem instead: a wrong price costs more than a missing one.
 */
export function parsePrice(
  text: string,
  { locale, currency: expected }: PriceHints = {},
): ParsedPrice | { problem: PriceProblem } {
  if (text.length > 200 || text.includes(mark)) return { problem: 'unreadable' }
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\u200e\u200f]+/g, ' ')
    .trim()
  if (plain === '') return { problem: 'empty' }
  // What NFKC turned into 0 to 9 (full-width digits) is those digits in another shape.
  if (/(?![0-9])\p{Nd}/u.test(plain)) return { problem: 'foreign_digits' }
  const { text: bare, per } = takePer(withoutTaxWords(plain))
  const found = takeCurrency(bare, { expected, locale })
  if ('problem' in found) return found
  const { rest, from } = takeFrom(withoutMarks(found.rest))
  const pence = pennies(rest, found.currency)
  if (pence) return { price: pence, ...(per && { per }), ...(from && { from }) }
  const number = rest.replace(/[.,] ?(–|—|-{1,2})$/, '').trim()
  const problem = problemOf(number, found.currency)
  if (problem) return { problem }
  const currency = found.currency ?? ''
  const parsed = parseAmount(number, currency, locale)
  if ('problem' in parsed) return parsed
  return { price: money(parsed.amount, currency), ...(per && { per }), ...(from && { from }) }
}

function problemOf(number: string, currency: string | undefined): PriceProblem | undefined {
  if (!/\d/.test(number)) return 'unreadable'
  if (/^[-−–] ?\d/.test(number)) return 'negative'
  if (number.includes(mark)) return 'several_numbers'
  const numbers = number.match(/\d[\d.,' ’]*/g) ?? []
  if (numbers.length > 1) return 'several_numbers'
  return currency === undefined ? 'no_currency' : undefined
}

function withoutMarks(text: string): string {
  return text
    .replace(/^[| ]+/, '')
    .replace(/[| ]+$/, '')
    .replace(/^([-−–])[| ]+/, '$1')
}

/** What shops put behind a price and that changes nothing about it. */
function withoutTaxWords(text: string): string {
  return text
    .replace(
      /\(?(inkl|incl|inc|zzgl|exkl|excl|ex|exc|plus)\.? ?(\d{1,2} ?%)? ?(mwst|ust|vat|btw|tva|iva|moms)\.?\)?.*$/,
      '',
    )
    .replace(/\b(ttc|htva|ht)\b\.?/, '')
    .replace(/\*+$/, '')
    .trim()
}

/** `/ kg`, `per 100 g`, `je Stück`: what the price is for. */
function takePer(text: string): { text: string; per?: Measure } {
  const parts = /^(.*?)(?:\/|\b(?:per|pro|je|par|por|al|each|za)\b)(.*)$/.exec(text)
  const [, price = '', behind = ''] = parts ?? []
  if (!parts || !/\d/.test(price)) return { text }
  if (behind.trim() === '') return { text: price }
  const per = findMeasure(/^\s*\d/.test(behind) ? behind : `1 ${behind}`)
  return per ? { text: price, per } : { text }
}

const fromWords =
  /^(from|ab|as from|à partir de|a partir de|dès|desde|da|vanaf|od|fra|från|alkaen)\b\.?:? /u

function takeFrom(text: string): { rest: string; from?: true } {
  const words = fromWords.exec(text)
  return words ? { rest: withoutMarks(text.slice(words[0].length)), from: true } : { rest: text }
}

/** `99p` and `99 ct`: hundredths, written without their whole. */
function pennies(text: string, currency: string | undefined): Money | undefined {
  const parts = /^(\d{1,4}) ?(p|ct|ct\.|cent|cents|c)$/.exec(text)
  if (!parts) return undefined
  const inPounds = parts[2] === 'p'
  const of = currency ?? (inPounds ? 'GBP' : undefined)
  const fits = inPounds ? of === 'GBP' : of === 'EUR' || of === 'USD'
  return fits && of !== undefined ? money(Number(parts[1]), of) : undefined
}
