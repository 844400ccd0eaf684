/** How a supplier's price becomes ours; as a row of `pricing_rules`. */
export interface PricingRule {
  marginBasisPoints: number
  roundToMinor: number
  endingMinor: number
  /** Whether the supplier's prices have the tax in them already. */
  pricesIncludeTax: boolean
}

export interface Cost {
  /** What a case costs, minor units. */
  costMinor: number
  /** How many of ours are in it. */
  caseSize: number
  taxBasisPoints: number
}

/**
 * What one unit costs in our market, minor units, tax included: its share of the case, with tax and
 * margin, up to the next multiple of `roundToMinor` less `endingMinor`. Never less than the share with
 * its tax and margin, and never less for a dearer case. Whole numbers throughout: no cent is lost to a
 * float.
 */
export function priceFor(rule: PricingRule, cost: Cost): number {
  const tax = BigInt(10_000 + (rule.pricesIncludeTax ? 0 : cost.taxBasisPoints))
  const margin = BigInt(10_000 + rule.marginBasisPoints)
  const share = BigInt(cost.costMinor) * tax * margin
  const parts = BigInt(cost.caseSize) * 100_000_000n
  const step = BigInt(rule.roundToMinor)
  const ending = BigInt(rule.endingMinor)
  const steps = ceilingOf(share + ending * parts, parts * step)
  return Number(steps * step - ending)
}

const ceilingOf = (a: bigint, b: bigint): bigint => (a + b - 1n) / b
