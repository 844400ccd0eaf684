import { minorDigits, type Money, money } from './money.ts'

/** What a buyer who chooses what they pay is offered. */
export interface ChosenPrice {
  /** The least. */
  floor: Money
  /** The least, what is suggested and a bit more: each once, the lowest first. */
  chips: Money[]
}

/**
 * What is offered where buyers choose. "A bit more" is a quarter above what is suggested, rounded up
 * to what people have in their purse: halves below ten, whole ones above.
 */
export function chosenPrice(floorMinor: number, suggested: Money): ChosenPrice {
  const { amount, currency } = suggested
  const unit = 10 ** minorDigits(currency)
  const step = amount < 10 * unit ? Math.max(1, unit / 2) : unit
  const more = Math.ceil((amount * 5) / 4 / step) * step
  const amounts = [...new Set([floorMinor, amount, Math.max(more, step)])]
  return {
    floor: money(floorMinor, currency),
    chips: amounts.toSorted((a, b) => a - b).map((one) => money(one, currency)),
  }
}
