import type { orderLines } from '@rose-ash/shared/db/models/cart'
import type { handovers } from '@rose-ash/shared/db/models/cart-terms'
import { taxesByRate } from '../pricing/price-order.ts'
import type { TaxOfRate } from '../pricing/priced.ts'
import { lineTotal } from '../pricing/line-total.ts'

type Line = typeof orderLines.$inferSelect
type Fee = Pick<typeof handovers.$inferSelect, 'feeMinor' | 'taxMinor' | 'taxRateBasisPoints'>

/** The taxes in an order, by rate; what has none is left out. */
export function taxesOf(lines: Line[], fees: Fee[]): TaxOfRate[] {
  const parts = [
    ...lines.map((line) => ({
      taxMinor: line.taxMinor,
      taxRateBasisPoints: line.taxRateBasisPoints,
      totalMinor: lineTotal(line),
    })),
    ...fees.map(({ feeMinor, ...fee }) => ({ ...fee, totalMinor: feeMinor })),
  ]
  return taxesByRate(parts).filter(({ taxMinor }) => taxMinor > 0)
}
