import type { VariantChange } from './product-change.ts'
import type { Report } from './read-fields.ts'

type Prices = Pick<
  VariantChange,
  'priceMinor' | 'memberPriceMinor' | 'floorMinor' | 'salePriceMinor' | 'saleFrom' | 'saleUntil'
>

/** Reports what each field alone cannot tell: what does not go together. */
export function checkVariant(variant: VariantChange, report: Report): void {
  checkPrices(variant, report)
  const { minPerOrder, maxPerOrder, gtin } = variant
  if (maxPerOrder !== null && maxPerOrder < minPerOrder)
    report('maxPerOrder', 'The most of an order is less than the least.')
  if (gtin !== null && !isGtin(gtin))
    report('gtin', 'The last figure of this barcode does not fit the others. Is one mistyped?')
}

/** The same for prices alone. */
export function checkPrices(prices: Prices, report: Report): void {
  const { priceMinor, memberPriceMinor, salePriceMinor, saleFrom, saleUntil } = prices
  checkChosenPrice(prices, report)
  if ((memberPriceMinor ?? 0) > priceMinor)
    report('memberPrice', 'Members never pay more than everybody else.')
  if ((salePriceMinor ?? 0) > priceMinor)
    report('salePrice', 'The sale price has to be below the usual one.')
  if (salePriceMinor === null && (saleFrom || saleUntil))
    report('salePrice', 'Write what it costs in the sale, or take the dates away.')
  if (saleFrom && saleUntil && saleFrom >= saleUntil)
    report('saleUntil', 'The sale ends before it begins.')
}

/** What buyers choose themselves has no other price beside it. */
function checkChosenPrice(prices: Prices, report: Report): void {
  const { priceMinor, floorMinor, memberPriceMinor, salePriceMinor } = prices
  if (floorMinor === null) return
  if (floorMinor > priceMinor)
    report('floor', 'The least is above the price, which is what we suggest to buyers.')
  if (memberPriceMinor !== null || salePriceMinor !== null)
    report(
      'floor',
      'Where buyers choose what they pay there is no members’ price and no sale. Take one of them away.',
    )
}

/** A GTIN-8, -12, -13 or -14 with a right check digit (GS1 General Specifications §7.9). */
function isGtin(text: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(text)) return false
  const [check = 0, ...others] = Array.from(text).map(Number).toReversed()
  const sum = others.reduce((all, digit, place) => all + digit * (place % 2 === 0 ? 3 : 1), 0)
  return (10 - (sum % 10)) % 10 === check
}
