import { applyVouchers } from './apply-vouchers.ts'
import type { PricedOrder, PricingInput, TaxOfRate } from './priced.ts'
import { taxIn } from './tax.ts'
import { lineTotal } from './line-total.ts'

interface Taxed {
  taxRateBasisPoints: number
  totalMinor: number
  taxMinor: number
}

/**
 * What an order costs. Vouchers are taken off first: free things, then percents, then amounts; never
 * below zero, and never off donations or fees. A line's tax is that in unit × quantity - discount.
 */
export function priceOrder({ lines, vouchers, fees, currency }: PricingInput): PricedOrder {
  const discounts = applyVouchers(lines, vouchers, currency)
  const taxed = lines.map((line) => {
    const discountMinor = discounts.ofLine(line.key)
    const totalMinor = lineTotal({ ...line, discountMinor })
    return { ...withTax(totalMinor, line), key: line.key, discountMinor }
  })
  const taxedFees = fees.map((fee) => ({ ...withTax(fee.feeMinor, fee), pageId: fee.pageId }))
  const itemsMinor = sum(lines.map(({ unitMinor, quantity }) => unitMinor * quantity))
  const discountMinor = sum(taxed.map((line) => line.discountMinor))
  const feesMinor = sum(fees.map(({ feeMinor }) => feeMinor))
  const taxes = taxesByRate([...taxed, ...taxedFees])
  return {
    lines: taxed.map(({ key, discountMinor: discount, taxMinor, totalMinor }) => ({
      key,
      discountMinor: discount,
      taxMinor,
      totalMinor,
    })),
    fees: taxedFees.map(({ pageId, taxMinor }) => ({ pageId, taxMinor })),
    itemsMinor,
    discountMinor,
    feesMinor,
    totalMinor: itemsMinor - discountMinor + feesMinor,
    taxMinor: sum(taxes.map(({ taxMinor }) => taxMinor)),
    taxes,
    vouchers: discounts.vouchers,
  }
}

/** What is due of each rate, the lowest first; of amounts of zero nothing is said. */
export function taxesByRate(parts: Taxed[]): TaxOfRate[] {
  const rates = Map.groupBy(parts, ({ taxRateBasisPoints }) => taxRateBasisPoints)
  const taxes = [...rates].map(([rateBasisPoints, own]) => {
    const grossMinor = sum(own.map(({ totalMinor }) => totalMinor))
    const taxMinor = sum(own.map((part) => part.taxMinor))
    return { rateBasisPoints, netMinor: grossMinor - taxMinor, taxMinor, grossMinor }
  })
  return taxes
    .filter(({ grossMinor }) => grossMinor !== 0)
    .toSorted((a, b) => a.rateBasisPoints - b.rateBasisPoints)
}

const withTax = (
  totalMinor: number,
  { taxRateBasisPoints }: { taxRateBasisPoints: number },
): Taxed => ({ totalMinor, taxRateBasisPoints, taxMinor: taxIn(totalMinor, taxRateBasisPoints) })

const sum = (amounts: number[]): number => amounts.reduce((total, amount) => total + amount, 0)
