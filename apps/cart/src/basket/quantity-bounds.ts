import type { Offer } from '@rose-ash/shared/contracts/offers'

/** How many of it one order takes, whatever is left. */
export function bounds({ minPerOrder, maxPerOrder }: Offer): { min: number; max: number } {
  return { min: minPerOrder, max: Math.min(maxPerOrder ?? 99, 99) }
}
