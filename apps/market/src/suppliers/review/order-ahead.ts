import type { Comparable } from './comparable.ts'

/** How many cases are sold ahead at most of what a supplier has without saying how many. */
const unsaidCases = 10
const most = 1_000_000

/**
 * How many single ones may be ordered ahead, as far as the supplier says it: all that it has, ten
 * cases of what is there without a number, nothing of what is sold out. Undefined when it says nothing.
 */
export function orderAhead({ availability, stock, caseSize = 1 }: Comparable): number | undefined {
  if (availability === 'out_of_stock' || availability === 'gone') return 0
  const cases = stock ?? (availability === 'in_stock' ? unsaidCases : undefined)
  return cases === undefined ? undefined : Math.min(cases * caseSize, most)
}
