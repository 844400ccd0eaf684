/** What stands where something was taken out. */
const gone = '[removed]'

/** Lists are kept up to here: a month of payouts would fill the table with what is kept elsewhere. */
const mostItems = 50
const deepest = 12

/**
 * Names of what nobody may read later: credentials, card data, and the addresses that hold the keys of
 * our webhook and of the buyer's order page.
 */
const secretNames =
  /card|cvv|cvc|\bpan\b|expiry|token|secret|password|api_?key|authorization|signature|mandate|instrument|^return_url$|^redirect_url$/i

/** A copy for the database: without secrets and card data, whatever they are called. */
export function redact(value: unknown, depth = 0): unknown {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return redactText(value)
  if (typeof value !== 'object') return value
  if (depth >= deepest) return gone
  if (Array.isArray(value)) {
    const kept = value.slice(0, mostItems).map((item) => redact(item, depth + 1))
    return value.length > mostItems ? [...kept, `[${value.length - mostItems} more]`] : kept
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      secretNames.test(name) ? gone : redact(inner, depth + 1),
    ]),
  )
}

/** Keys and card numbers are taken out of running text as well, such as an error that quotes one. */
function redactText(text: string): string {
  return text
    .slice(0, 2_000)
    .replaceAll(/\bsup_[a-z]+_\w+/gi, gone)
    .replaceAll(/\bbearer\s+\S+/gi, gone)
    .replaceAll(/(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g, (digits) =>
      isCardNumber(digits.replaceAll(/\D/g, '')) ? gone : digits,
    )
}

/** The check digit of card numbers (ISO/IEC 7812-1, Luhn). */
function isCardNumber(digits: string): boolean {
  const sum = digits
    .split('')
    .toReversed()
    .reduce((total, digit, place) => {
      const doubled = Number(digit) * (place % 2 === 0 ? 1 : 2)
      return total + (doubled > 9 ? doubled - 9 : doubled)
    }, 0)
  return sum % 10 === 0
}
