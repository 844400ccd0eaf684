import type { measureUnits } from '@rose-ash/shared/db/models/market'

/** `count` packs of `amount` (a whole number) `unit` each: `6 x 330 ml` is 6 of 330 ml. */
export interface Measure {
  amount: number
  unit: (typeof measureUnits)[number]
  count: number
}

/** How a unit is written, and what one of it is: in the unit itself, and in one a thousandth of it. */
const units: readonly (readonly [words: string, unit: Measure['unit'], times: number])[] = [
  ['kg|kgs|kilo|kilos|kilogramm|kilogram|kilograms', 'kg', 1],
  ['g|gr|gramm|gram|grams|grammes', 'g', 1],
  ['l|lt|ltr|liter|litre|litres|litro|litri', 'l', 1],
  ['cl', 'ml', 10],
  ['dl', 'ml', 100],
  ['ml', 'ml', 1],
  // What is printed on British packs.
  ['lb|lbs', 'g', 454],
  ['pint|pints|pt', 'ml', 568],
  ['st|stk|stück|stueck|pcs|pc|piece|pieces|pack|each|ea|szt|pz|stuks|pièces', 'each', 1],
]

const number = String.raw`(\d{1,6}(?:[.,]\d{1,3})?)`
const unitWord = `(${units.map(([words]) => words).join('|')})`
const edge = String.raw`(?![\p{L}\d])`
const several = new RegExp(
  String.raw`(?<![\d.,])(\d{1,4}) ?[x×*] ?${number} ?${unitWord}${edge}`,
  'u',
)
const single = new RegExp(String.raw`(?<![\d.,\p{L}])${number} ?${unitWord}${edge}`, 'u')
const crate = /(?<!\d)(\d{1,4})(?:er|-er)[ -]?(?:kiste|karton|pack|packung|tray|gebinde|kasten)/u
const caseOf =
  /\b(?:case|box|pack|carton|karton|kiste|colis|tray|caisse) (?:of|à|a|de|mit|von) (\d{1,4})(?!\d)/u

/**
 * Finds how much a text says there is: `500g`, `6 x 330 ml`, `24er Kiste`, `Olive oil 0,75 l`.
 * Fractions become the smaller unit (0.75 l is 750 ml). Undefined when it says nothing, or nothing
 * that is whole grams or millilitres.
 */
export function findMeasure(text: string): Measure | undefined {
  const plain = text.slice(0, 500).normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ')
  const packs = several.exec(plain)
  if (packs) return measureOf(packs[2], packs[3], Number(packs[1]))
  const one = single.exec(plain)
  const count = Number((crate.exec(plain) ?? caseOf.exec(plain))?.[1] ?? 0)
  if (one) return measureOf(one[1], one[2], count || 1)
  return count > 0 ? { amount: 1, unit: 'each', count } : undefined
}

const smaller = { kg: 'g', l: 'ml' } as const

function measureOf(digits = '', word = '', count = 1): Measure | undefined {
  const [, unit, times] = units.find(([words]) => words.split('|').includes(word)) ?? []
  if (unit === undefined || times === undefined || count < 1) return undefined
  // In thousandths, so that nothing is a float.
  const [whole = '0', fraction = ''] = digits.split(/[.,]/)
  const thousandths = (Number(whole) * 1000 + Number(fraction.padEnd(3, '0'))) * times
  if (thousandths <= 0) return undefined
  if (thousandths % 1000 === 0) return { amount: thousandths / 1000, unit, count }
  const isFine = unit === 'kg' || unit === 'l'
  return isFine ? { amount: thousandths, unit: smaller[unit], count } : undefined
}
