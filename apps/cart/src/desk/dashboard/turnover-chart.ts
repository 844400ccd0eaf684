import type { Turnover } from './figures.ts'

export interface TurnoverChart {
  width: number
  height: number
  bars: { x: number; y: number; width: number; height: number }[]
  /** The tallest bar, in minor units. */
  highest: number
}

const [width, height, edge] = [640, 200, 4]

/** Draws a turnover as bars from zero, one for each day or week; undefined when nothing was sold. */
export function turnoverChart(days: Turnover[]): TurnoverChart | undefined {
  const highest = Math.max(0, ...days.map(({ amount }) => amount.amount))
  if (highest === 0) return undefined
  const step = width / days.length
  const bars = days.map(({ amount }, place) => {
    const tall = (Math.max(0, amount.amount) / highest) * (height - 2 * edge)
    return {
      x: round(place * step + step * 0.1),
      y: round(height - edge - tall),
      width: round(step * 0.8),
      height: round(tall),
    }
  })
  return { width, height, bars, highest }
}

const round = (value: number): number => Math.round(value * 10) / 10
