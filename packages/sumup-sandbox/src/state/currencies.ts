/** What SumUp settles in. */
export const currencies = [
  'BGN',
  'BRL',
  'CHF',
  'CLP',
  'COP',
  'CZK',
  'DKK',
  'EUR',
  'GBP',
  'HRK',
  'HUF',
  'NOK',
  'PLN',
  'RON',
  'SEK',
  'USD',
] as const

export type Currency = (typeof currencies)[number]

/**
 * Whole minor units of an amount as SumUp writes it (major units, a float), or null when it is
 * finer than the smallest coin. Exact: division rounds to the nearest double, as parsing does.
 */
export function toMinor(amount: number, currency: Currency): number | null {
  const minor = Math.round(amount * scale(currency))
  return toMajor(minor, currency) === amount ? minor : null
}

export function toMajor(minor: number, currency: Currency): number {
  return minor / scale(currency)
}

/** As on a receipt: `10.10`, and `1990` for pesos. */
export function toDecimal(minor: number, currency: Currency): string {
  return toMajor(minor, currency).toFixed(scale(currency) === 1 ? 0 : 2)
}

export function formatAmount(minor: number, currency: Currency): string {
  return new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(
    toMajor(minor, currency),
  )
}

/** Of SumUp's currencies only the Chilean peso has no hundredths. */
function scale(currency: Currency): number {
  return currency === 'CLP' ? 1 : 100
}
