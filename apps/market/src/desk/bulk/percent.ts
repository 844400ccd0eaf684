/** To what a price that was raised or lowered by a percentage is rounded, in minor units. */
export const roundings = {
  '1': { step: 1, off: 0, words: 'to the penny' },
  '5': { step: 5, off: 0, words: 'to 5' },
  '10': { step: 10, off: 0, words: 'to 10' },
  '50': { step: 50, off: 0, words: 'to 50' },
  '99': { step: 100, off: 1, words: 'to …99' },
} as const

export type Rounding = keyof typeof roundings

/**
 * A price changed by `basisPoints` (500 is 5 % more) and rounded half up; never below one step, as a
 * percentage gives nothing away for free, unless it was free before.
 */
export function changedByPercent(minor: number, basisPoints: number, rounding: Rounding): number {
  if (minor === 0) return 0
  const { step, off } = roundings[rounding]
  const exact = minor * (10_000 + basisPoints)
  const steps = Math.floor((2 * (exact + off * 10_000) + step * 10_000) / (2 * step * 10_000))
  return Math.max(step, steps * step) - off
}
