/** Ways to write a currency that name only one. Longer ones first, so that `kč` is not read as `k`. */
const signs: readonly (readonly [sign: string, currency: string])[] = [
  ['euros', 'EUR'],
  ['euro', 'EUR'],
  ['€', 'EUR'],
  ['us$', 'USD'],
  ['$us', 'USD'],
  ['£gb', 'GBP'],
  ['jp¥', 'JPY'],
  ['cn¥', 'CNY'],
  ['nz$', 'NZD'],
  ['ca$', 'CAD'],
  ['a$', 'AUD'],
  ['au$', 'AUD'],
  ['£', 'GBP'],
  ['zł', 'PLN'],
  ['kč', 'CZK'],
  ['ft', 'HUF'],
  ['lei', 'RON'],
  ['лв.', 'BGN'],
  ['лв', 'BGN'],
  ['sfr.', 'CHF'],
  ['sfr', 'CHF'],
  ['fr.', 'CHF'],
  ['₹', 'INR'],
  ['￥', 'JPY'],
  ['円', 'JPY'],
  ['₺', 'TRY'],
  ['₴', 'UAH'],
]

/** Signs that several countries use; whoever knows the shop says which currency it is. */
const shared: ReadonlyMap<string, readonly string[]> = new Map([
  ['kr.', ['SEK', 'NOK', 'DKK', 'ISK']],
  ['kr', ['SEK', 'NOK', 'DKK', 'ISK']],
  ['$', ['USD', 'CAD', 'AUD', 'NZD', 'MXN', 'CLP', 'COP', 'SGD', 'HKD']],
  ['¥', ['JPY', 'CNY']],
])

const codes: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))

const byRegion: Readonly<Record<string, string>> = {
  SE: 'SEK',
  NO: 'NOK',
  DK: 'DKK',
  IS: 'ISK',
  US: 'USD',
  CA: 'CAD',
  AU: 'AUD',
  NZ: 'NZD',
  MX: 'MXN',
  CL: 'CLP',
  CO: 'COP',
  SG: 'SGD',
  HK: 'HKD',
  JP: 'JPY',
  CN: 'CNY',
}

/** What text says of currencies: the text with marks instead of it, and the currency; or that it cannot be told. */
export type FoundCurrency =
  | { rest: string; currency: string | undefined }
  | { problem: 'currency_unclear' | 'other_currency' }

/** Stands where a currency stood: what has one in its middle is two prices, or `12€50`. */
export const mark = '|'

/**
 * Takes the currency out of a price in lower case.
 *
 * @param expected the supplier's currency: it decides what `kr` is, and is contradicted by no other.
 */
export function takeCurrency(
  text: string,
  { expected, locale }: { expected?: string | undefined; locale?: string | undefined },
): FoundCurrency {
  const found = new Set<string>()
  let rest = text.replaceAll(/(?<![a-z])[a-z]{3}(?![a-z])/g, (word) => {
    const code = word.toUpperCase()
    if (!codes.has(code)) return word
    found.add(code)
    return mark
  })
  for (const [sign, currency] of signs) {
    if (!hasSign(rest, sign)) continue
    rest = rest.replaceAll(sign, mark)
    found.add(currency)
  }
  for (const [sign, currencies] of shared) {
    if (!hasSign(rest, sign)) continue
    rest = rest.replaceAll(sign, mark)
    // `USD $5`: the code has said it.
    if (currencies.some((currency) => found.has(currency))) continue
    const meant = [expected, byRegion[regionOf(locale)]].find(
      (currency) => currency !== undefined && currencies.includes(currency),
    )
    if (meant === undefined) return { problem: 'currency_unclear' }
    found.add(meant)
  }
  if (found.size > 1) return { problem: 'currency_unclear' }
  const [currency] = found
  if (currency !== undefined && expected !== undefined && currency !== expected)
    return { problem: 'other_currency' }
  return { rest, currency: currency ?? expected }
}

/** Whether a code is one that Intl knows, so that its decimals are known. */
export function isCurrency(code: string): boolean {
  return codes.has(code)
}

/** A sign of letters is one only where no other letter follows or comes before. */
function hasSign(text: string, sign: string): boolean {
  if (!/^\p{L}/u.test(sign)) return text.includes(sign)
  const escaped = sign.replaceAll(/[.$]/g, String.raw`\$&`)
  return new RegExp(String.raw`(?<!\p{L})${escaped}(?!\p{L})`, 'u').test(text)
}

function regionOf(locale: string | undefined): string {
  if (locale === undefined) return ''
  return new Intl.Locale(locale).maximize().region ?? ''
}
