/**
 * The tax contained in a gross amount, both in minor units; the rate in basis points (2000 is 20 %).
 * Halves go away from zero, so that what is taken back mirrors what was charged. Every rounding of tax
 * is this one.
 */
export function taxIn(grossMinor: number, rateBasisPoints: number): number {
  const whole = 10_000 + rateBasisPoints
  const tax = Math.floor((2 * Math.abs(grossMinor) * rateBasisPoints + whole) / (2 * whole))
  return grossMinor < 0 && tax > 0 ? -tax : tax
}
