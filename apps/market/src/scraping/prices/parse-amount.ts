import { minorDigits } from '@rose-ash/shared/money'

/** A number as people write it, in minor units of a currency; or why it cannot be told. */
export type ParsedAmount =
  | { amount: number }
  | { problem: 'unreadable' | 'separator_unclear' | 'too_many_decimals' | 'too_large' }

/** No shelf has a dearer thing; more is a slip, or the number of something else. */
const mostMajor = 10_000_000

/**
 * Reads digits with points, commas, spaces and apostrophes between them. Of two kinds of separator the
 * last is the decimal one. A single one with three digits behind it groups thousands, unless the
 * locale says that it is the decimal one or the currency has three decimals: then nobody can tell.
 */
export function parseAmount(text: string, currency: string, locale?: string): ParsedAmount {
  const digits = minorDigits(currency)
  const tidy = text
    .replaceAll(/['’`´]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (!/^\d[\d., ]*$/.test(tidy) || /[., ]{2}|[., ]$/.test(tidy)) return { problem: 'unreadable' }
  const split = splitAt(tidy, digits, locale)
  if ('problem' in split) return split
  const whole = ungrouped(split.whole)
  if (whole === undefined) return { problem: 'unreadable' }
  const fraction = split.fraction.replace(/0+$/, '')
  if (fraction.length > digits) return { problem: 'too_many_decimals' }
  if (whole.replace(/^0+/, '').length > 8 || Number(whole) > mostMajor)
    return { problem: 'too_large' }
  const amount = Number(whole + fraction.padEnd(digits, '0'))
  return amount > mostMajor * 10 ** digits ? { problem: 'too_large' } : { amount }
}

type Split = { whole: string; fraction: string } | { problem: 'separator_unclear' | 'unreadable' }

function splitAt(text: string, digits: number, locale: string | undefined): Split {
  const marks = text.match(/[.,]/g) ?? []
  const last = marks.at(-1)
  if (last === undefined) return { whole: text, fraction: '' }
  const at = text.lastIndexOf(last)
  const decimals = { whole: text.slice(0, at), fraction: text.slice(at + 1) }
  if (marks.filter((mark) => mark === last).length > 1)
    return new Set(marks).size === 1 ? { whole: text, fraction: '' } : { problem: 'unreadable' }
  if (/ /.test(decimals.fraction)) return { problem: 'unreadable' }
  const groupedAlready = /[., ]/.test(decimals.whole)
  if (groupedAlready || decimals.fraction.length !== 3 || text.startsWith('0')) return decimals
  const isDecimal = locale === undefined ? undefined : decimalMark(locale) === last
  if (digits === 3) return decide(isDecimal, decimals, text)
  return isDecimal === true ? { problem: 'separator_unclear' } : { whole: text, fraction: '' }
}

/** A currency of three decimals: both readings are amounts, and only the locale knows. */
function decide(isDecimal: boolean | undefined, decimals: Split, text: string): Split {
  if (isDecimal === undefined) return { problem: 'separator_unclear' }
  return isDecimal ? decimals : { whole: text, fraction: '' }
}

function decimalMark(locale: string): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5)
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.'
}

/** Without separators, if they stand where thousands (or lakhs) end, and all are the same. */
function ungrouped(text: string): string | undefined {
  if (/^\d+$/.test(text)) return text
  const mark = /[., ]/.exec(text)?.[0] ?? ''
  const groups = text.split(mark)
  const [first = '', ...others] = groups
  const last = others.pop() ?? ''
  const sizes = new Set(others.map(({ length }) => length))
  const isGrouped =
    /^\d{1,3}$/.test(first) &&
    /^\d{3}$/.test(last) &&
    others.every((group) => (mark === ',' ? /^\d{2,3}$/ : /^\d{3}$/).test(group)) &&
    sizes.size <= 1
  return isGrouped ? groups.join('') : undefined
}
