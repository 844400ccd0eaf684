import type { Offer } from '@rose-ash/shared/contracts/offers'
import { bounds } from './quantity-bounds.ts'

/** What stands against ordering so many of it, in the buyer's words; undefined for nothing. */
export function problemOf(offer: Offer, quantity: number): string | undefined {
  const { onSale, opensAt, left } = offer
  if (!onSale) {
    return opensAt
      ? 'Its market takes no orders just now. Take it out to go on.'
      : 'This is not on sale any more. Take it out to go on.'
  }
  const { min, max } = bounds(offer)
  if (quantity < min) return `An order takes ${min} at least. Choose ${min} or more to go on.`
  if (quantity > max) return `An order takes ${max} at most. Choose ${max} or fewer to go on.`
  if (left === null || left >= quantity) return undefined
  return left === 0
    ? 'The last of it went while you were looking. Take it out to go on.'
    : `Only ${left} left. Choose ${left} or fewer to go on.`
}
