/** A price from one moment on; null: there was none. */
export interface PricePoint {
  at: Date
  priceMinor: number
  memberPriceMinor: number | null
}

export interface PriceChart {
  width: number
  height: number
  /** SVG paths, as steps: a price holds until the next one. */
  price: string
  memberPrice: string
  highest: number
  lowest: number
}

const [width, height, edge] = [640, 220, 24]

/**
 * Draws the history of a price as steps from the first change to `now`. The points come oldest first;
 * without any, nothing is drawn.
 */
export function priceChart(points: PricePoint[], now: Date): PriceChart | undefined {
  const [first] = points
  if (!first) return undefined
  const amounts = points.flatMap(({ priceMinor, memberPriceMinor }) => [
    priceMinor,
    memberPriceMinor ?? priceMinor,
  ])
  const [highest, lowest] = [Math.max(...amounts), Math.min(...amounts)]
  const span = Math.max(1, now.getTime() - first.at.getTime())
  const x = (at: Date) => edge + ((at.getTime() - first.at.getTime()) / span) * (width - 2 * edge)
  const y = (minor: number) =>
    highest === lowest
      ? height / 2
      : height - edge - ((minor - lowest) / (highest - lowest)) * (height - 2 * edge)
  const steps = (amountOf: (point: PricePoint) => number | null) =>
    points
      .map((point, place) => {
        const amount = amountOf(point)
        if (amount === null) return ''
        const until = points[place + 1]?.at ?? now
        return `M${round(x(point.at))} ${round(y(amount))}H${round(x(until))}`
      })
      .filter(Boolean)
      .join('')
  return {
    width,
    height,
    price: steps(({ priceMinor }) => priceMinor),
    memberPrice: steps(({ memberPriceMinor }) => memberPriceMinor),
    highest,
    lowest,
  }
}

const round = (value: number): number => Math.round(value * 10) / 10
