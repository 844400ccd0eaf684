import { minorDigits } from './money.ts'

/** What somebody typed as a price, in minor units; or what to tell them. */
export type TypedPrice = { minor: number } | { error: string }

const signs: Record<string, string> = { GBP: '£', EUR: '€', USD: '$' }
const dearest = 10_000_000

/**
 * Reads a price that somebody typed into our own form: `12.5`, `12,50`, `£12.50`. Stricter than what
 * reads other people's shops: whatever could be a slip is refused with a sentence that says how to
 * write it.
 */
export function parseTypedPrice(typed: string, currency: string): TypedPrice {
  const digits = minorDigits(currency)
  const text = typed.normalize('NFKC').replaceAll(/\s/g, '')
  if (/^[^\d]*[-−–]/.test(text)) return { error: 'A price cannot be below zero.' }
  const bare = withoutSign(text, currency)
  const foreign = /[£€$]|[A-Z]{3}/.exec(bare)
  if (foreign) return { error: `Prices here are in ${currency}. Write the number alone.` }
  if (/\d[.,]\d{3}[.,]\d/.test(bare) || /^\d{1,3}[.,]\d{3}$/.test(bare)) {
    return { error: 'Leave out the mark between the thousands, as in 1200.50.' }
  }
  const parts = /^(\d+)(?:[.,](\d+))?$/.exec(bare)
  if (!parts) {
    return { error: `“${typed.trim()}” is not a price. Write it in digits, such as 12.50.` }
  }
  const [, whole = '', fraction = ''] = parts
  if (fraction.length > digits) {
    return { error: `A price has at most ${digits} figures behind the point, such as 12.50.` }
  }
  const minor = Number(whole + fraction.padEnd(digits, '0'))
  if (minor > dearest) return { error: 'That is more than anything here costs. Is it a slip?' }
  return { minor }
}

/** Minor units as the form shows them: `12.50`. */
export function typedPrice(minor: number | null, currency: string): string {
  if (minor === null) return ''
  const digits = minorDigits(currency)
  return (minor / 10 ** digits).toFixed(digits)
}

function withoutSign(text: string, currency: string): string {
  const sign = signs[currency] ?? currency
  for (const own of [sign, currency]) {
    if (text.startsWith(own)) return text.slice(own.length)
    if (text.endsWith(own)) return text.slice(0, -own.length)
  }
  return text
}
