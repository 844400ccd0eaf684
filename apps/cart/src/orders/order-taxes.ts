import type { orderLines } from '@rose-ash/shared/db/models/cart'
import type { handovers } from '@rose-ash/shared/db/models/cart-terms'
import { taxesByRate } from '../pricing/price-order.ts'
import type { TaxOfRate } from '../pricing/priced.ts'

type Line = typeof orderLines.$inferSelect
type Fee = Pick<typeof handovers.$inferSelect, 'feeMinor' | 'taxMinor' | 'taxRateBasisPoints'>

/** The taxes in an order, by rate; what has none is left out. */
export function taxesOf(lines: Line[], fees: Fee[]): TaxOfRate[] {
  const parts = [
    ...lines.map(({ unitMinor, quantity, discountMinor, taxMinor, taxRateBasisPoints }) => ({
      taxMinor,
      taxRateBasisPoints,
      totalMinor: unitMinor * quantity - discountMinor,
    })),
    ...fees.map(({ feeMinor, ...fee }) => ({ ...fee, totalMinor: feeMinor })),
  ]
  return taxesByRate(parts).filter(({ taxMinor }) => taxMinor > 0)
}
