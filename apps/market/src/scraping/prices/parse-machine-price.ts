import { minorDigits, type Money, money } from '@rose-ash/shared/money'
import { parseAmount } from './parse-amount.ts'
import { parsePrice, type PriceHints, type PriceProblem } from './parse-price.ts'

/**
 * Reads a price that was written for machines: a point before the decimals, no thousands. Net prices
 * have more decimals than their currency; they are rounded half up. Shops write people's prices there
 * too, which are read as such. A text like `1.299` may be either, and is a problem.
 */
export function parseMachinePrice(
  value: string | number,
  hints: PriceHints & { currency: string },
): { price: Money } | { problem: PriceProblem } {
  const text = String(value).trim()
  const { currency } = hints
  const decimal = /^(\d{1,9})(?:\.(\d{1,12}))?$/.exec(text)
  const [, whole = '', fraction = ''] = decimal ?? []
  const digits = minorDigits(currency)
  const isUnclear = typeof value === 'string' && fraction.length === 3 && digits !== 3
  if (!decimal) return parsePrice(text, hints)
  // Thousands to a person, decimals to a machine: wrong by a thousand, one way or the other.
  if (isUnclear && !whole.startsWith('0')) return { problem: 'separator_unclear' }
  const cut = parseAmount(
    `${whole}.${fraction.slice(0, digits).padEnd(digits, '0')}`.replace(/\.$/, ''),
    currency,
    'en',
  )
  if ('problem' in cut) return cut
  const isUp = Number(fraction[digits] ?? 0) >= 5
  return { price: money(cut.amount + (isUp ? 1 : 0), currency) }
}
