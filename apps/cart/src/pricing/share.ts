/**
 * Divides a whole amount in proportion to `weights`, to the last minor unit (largest remainder; of
 * equal ones the earlier). Nobody gets more than their weight while the amount is within all weights.
 *
 * @throws {RangeError} when there is something to divide and nobody to get it.
 */
export function share(totalMinor: number, weights: number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n)
  if (whole === 0n && totalMinor !== 0) throw new RangeError('nobody is there to share it')
  if (whole === 0n) return weights.map(() => 0)
  const sign = totalMinor < 0 ? -1 : 1
  const total = BigInt(Math.abs(totalMinor))
  const parts = weights.map((weight, place) => {
    const exact = total * BigInt(weight)
    return { place, minor: Number(exact / whole), remainder: exact % whole }
  })
  let left = Number(total) - parts.reduce((sum, { minor }) => sum + minor, 0)
  for (const part of parts.toSorted((a, b) => Number(b.remainder - a.remainder))) {
    if (left === 0) break
    part.minor += 1
    left -= 1
  }
  return parts.map(({ minor }) => (minor === 0 ? 0 : sign * minor))
}
