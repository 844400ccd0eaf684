import { measureUnits } from '@rose-ash/shared/db/models/market'
import { z } from 'zod'
import { checkVariant } from './check-variant.ts'
import type { VariantChange } from './product-change.ts'
import { readFields, type ReadingOptions, type Report } from './read-fields.ts'
import type { TypedRow } from './typed-product.ts'

/** Reads one way to buy a product, as its row of the form says it. */
export function readVariant(
  row: TypedRow,
  optionNames: string[],
  options: ReadingOptions,
  report: Report,
): VariantChange {
  const { text, price, whole, moment } = readFields(row, options, report)
  const priceMinor = price('price')
  if (text('price') === '') report('price', 'Write a price, such as 3.20.')
  const variant = {
    id: z.uuid().safeParse(row['id']).data ?? null,
    ...readName(row, optionNames, report),
    sku: text('sku', 60) || null,
    gtin: text('gtin', 14) || null,
    memberPriceMinor: price('memberPrice'),
    // What was typed while the tick is away is not what buyers pay.
    floorMinor: row['choose'] === 'on' ? price('floor') : null,
    salePriceMinor: price('salePrice'),
    saleFrom: moment('saleFrom'),
    saleUntil: moment('saleUntil'),
    ...readMeasure(row, whole('measureAmount', 1), report),
    weighed: row['weighed'] === 'on',
    minPerOrder: whole('minPerOrder', 1) ?? 1,
    maxPerOrder: whole('maxPerOrder', 1),
    lowStockAt: whole('lowStockAt', 0),
    backorder: whole('backorder', 0) ?? 0,
    active: row['active'] === 'on',
  }
  if (row['choose'] === 'on' && text('floor') === '')
    report('floor', 'Write the least that somebody may pay, 0 for nothing at all.')
  // A price that was reported already is not held against the others.
  checkVariant({ ...variant, priceMinor: priceMinor ?? Infinity }, report)
  return { ...variant, priceMinor: priceMinor ?? 0 }
}

/** How much one of it holds: both the amount and its unit, or neither. */
function readMeasure(row: TypedRow, amount: number | null, report: Report) {
  const unit = z.enum(measureUnits).safeParse(row['measureUnit']).data ?? null
  const typed = (row['measureAmount'] ?? '').trim()
  if (unit === null && typed !== '') report('measureUnit', 'Choose what the amount is of.')
  if (unit !== null && typed === '') report('measureAmount', 'Write how much one of it holds.')
  const isWhole = unit !== null && amount !== null
  return { measureAmount: isWhole ? amount : null, measureUnit: isWhole ? unit : null }
}

/** What it is called: its own title, or its options one after the other. */
function readName(row: TypedRow, optionNames: string[], report: Report) {
  const optionValues = optionNames.map((name, place) => {
    const value = (row[`option${place}`] ?? '').trim().slice(0, 100)
    if (value === '') report(`option${place}`, `Say which ${name.toLowerCase()}.`)
    return value
  })
  const title = (row['title'] ?? '').trim().slice(0, 200) || optionValues.join(', ')
  if (title === '') report('title', 'Say what it is, such as “Small” or “500 g”.')
  return { title, optionValues }
}
