import type { measureUnits } from '@rose-ash/shared/db/models/market'
import { money, type Money } from '@rose-ash/shared/money'

/** A price per kilogram, litre or piece, as the Price Marking Order wants it shown. */
export interface PerMeasure {
  price: Money
  unit: 'kg' | 'litre' | 'each'
}

interface Measure {
  measureAmount: number | null
  measureUnit: (typeof measureUnits)[number] | null
}

const inUnits = {
  kg: { unit: 'kg', per: 1 },
  g: { unit: 'kg', per: 1_000 },
  l: { unit: 'litre', per: 1 },
  ml: { unit: 'litre', per: 1_000 },
  each: { unit: 'each', per: 1 },
} as const

/** What a whole kilogram (litre, piece) would cost, rounded half up; undefined without a measure. */
export function pricePerMeasure(
  price: Money,
  { measureAmount, measureUnit }: Measure,
): PerMeasure | undefined {
  if (measureAmount === null || measureUnit === null) return undefined
  const { unit, per } = inUnits[measureUnit]
  const amount = Math.floor((2 * price.amount * per + measureAmount) / (2 * measureAmount))
  return { price: money(amount, price.currency), unit }
}
