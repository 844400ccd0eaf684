/** An amount in minor units (pence for GBP, yen for JPY) of an ISO 4217 currency. Never a float. */
export interface Money {
  amount: number
  currency: string
}

/** @throws {RangeError} when the amount is not a safe integer. */
export function money(amount: number, currency: string): Money {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${amount} is not a whole minor unit`)
  return { amount, currency }
}

/** The sum. @throws {TypeError} when currencies differ. */
export function add(...parts: [Money, ...Money[]]): Money {
  const [{ currency }] = parts
  if (parts.some((part) => part.currency !== currency)) throw new TypeError('currencies differ')
  return money(
    parts.reduce((sum, part) => sum + part.amount, 0),
    currency,
  )
}

/** `unit` taken `quantity` times; `quantity` is whole. */
export function times(unit: Money, quantity: number): Money {
  return money(unit.amount * quantity, unit.currency)
}

const digitsOf = new Map<string, number>()

/** How many decimals the currency's minor unit has: 2 for GBP, 0 for JPY. */
export function minorDigits(currency: string): number {
  const known = digitsOf.get(currency)
  if (known !== undefined) return known
  // It costs as much as the rest of a small page, so each currency is asked for once.
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  digitsOf.set(currency, digits)
  return digits
}

/** Major units as a number, for wires that want floats (SumUp): exact to the minor unit. */
export function toMajor({ amount, currency }: Money): number {
  const digits = minorDigits(currency)
  const sign = amount < 0 ? '-' : ''
  const text = String(Math.abs(amount)).padStart(digits + 1, '0')
  return Number(`${sign}${text.slice(0, text.length - digits)}.${text.slice(text.length - digits)}`)
}

/**
 * Minor units from a float of major units.
 *
 * @throws {RangeError} when the float names no whole minor unit.
 */
export function fromMajor(major: number, currency: string): Money {
  const digits = minorDigits(currency)
  const amount = Math.round(major * 10 ** digits)
  const exact = money(amount, currency)
  if (toMajor(exact) !== major) throw new RangeError(`${major} is no amount of ${currency}`)
  return exact
}
