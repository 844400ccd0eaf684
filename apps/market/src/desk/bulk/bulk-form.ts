import { productStatuses } from '@rose-ash/shared/db/models/market'
import { z } from 'zod'
import { parseTypedPrice, typedPrice } from '../products/parse-typed-price.ts'
import { readFields, type ReadingOptions } from '../products/read-fields.ts'
import { listOf, type Problems } from '../products/read-product.ts'
import type { TypedRow } from '../products/typed-product.ts'
import type { BulkRow } from './bulk-rows.ts'
import { changedByPercent, type Rounding, roundings } from './percent.ts'
import type { BulkChange } from './save-bulk.ts'

/** A row of the table as it is shown before anything is typed. */
export const typedBulkRow = (row: BulkRow): TypedRow => ({
  id: row.variantId,
  version: String(row.version),
  title: row.title,
  size: row.size,
  was: typedPrice(row.priceMinor, row.currency),
  price: typedPrice(row.priceMinor, row.currency),
  memberPrice: typedPrice(row.memberPriceMinor, row.currency),
  floor: typedPrice(row.floorMinor, row.currency),
  salePrice: typedPrice(row.salePriceMinor, row.currency),
  status: row.status,
  labels: row.labels.join(', '),
  active: row.active ? 'on' : '',
  category: '',
})

const names: Record<string, string> = {
  price: 'price',
  memberPrice: 'members’ price',
  floor: 'least to pay',
  salePrice: 'sale price',
  status: 'state',
  labels: 'labels',
  active: 'on sale',
}
const states: Record<string, string> = {
  draft: 'draft',
  published: 'on the shelf',
  archived: 'laid away',
}

function shown(field: string, value = ''): string {
  if (field === 'status') return states[value] ?? value
  if (field === 'active') return value === 'on' ? 'yes' : 'no'
  return value === '' ? 'none' : value
}

/** In words what of this is saved otherwise than it was typed; empty when nothing is. */
export function savedOtherwise(saved: BulkRow, typed: TypedRow): string {
  const now = typedBulkRow(saved)
  const parts = Object.entries(names).flatMap(([field, name]) =>
    (now[field] ?? '') === (typed[field] ?? '') ? [] : [`${name}: ${shown(field, now[field])}`],
  )
  return parts.length > 0 ? ` Saved now: ${parts.join('; ')}.` : ''
}

/** Reads the table; problems by the number of the row and the name of the field. */
export function readBulk(typed: TypedRow[], options: ReadingOptions) {
  const problems: Problems = {}
  const rows = typed.map((row, place): BulkChange => {
    const fields = readFields(row, options, (field, problem) => {
      problems[`r${place}-${field}`] = problem
    })
    if (fields.text('price') === '') problems[`r${place}-price`] = 'Write a price, such as 3.20.'
    return {
      variantId: z.uuid().catch('').parse(row['id']),
      baseVersion: z.coerce.number().int().catch(0).parse(row['version']),
      priceMinor: fields.price('price') ?? 0,
      memberPriceMinor: fields.price('memberPrice'),
      floorMinor: fields.price('floor'),
      salePriceMinor: fields.price('salePrice'),
      active: row['active'] === 'on',
      status: z.enum(productStatuses).catch('draft').parse(row['status']),
      labels: listOf(row['labels'] ?? ''),
      categoryId: z.uuid().safeParse(row['category']).data ?? null,
    }
  })
  return { rows, problems }
}

/**
 * Fills in what the prices of the ticked rows become, without saving anything. Answers undefined when
 * the percentage cannot be read.
 */
export function fillInPercent(
  typed: TypedRow[],
  { percent, rounding }: TypedRow,
  currency: string,
): TypedRow[] | undefined {
  const parts = /^\s*([+-])?(\d{1,3})(?:[.,](\d{1,2}))?\s*%?\s*$/.exec(percent ?? '')
  if (!parts) return undefined
  const size = Number(parts[2]) * 100 + Number((parts[3] ?? '').padEnd(2, '0'))
  const basisPoints = parts[1] === '-' ? -size : size
  if (basisPoints < -9_900) return undefined
  const to: Rounding =
    rounding !== undefined && rounding in roundings ? (rounding as Rounding) : '1'
  const change = (text: string | undefined) => {
    const parsed = parseTypedPrice(text ?? '', currency)
    return 'minor' in parsed
      ? typedPrice(changedByPercent(parsed.minor, basisPoints, to), currency)
      : (text ?? '')
  }
  return typed.map((row) =>
    row['selected'] === 'on'
      ? {
          ...row,
          price: change(row['price']),
          memberPrice: row['memberPrice'] ? change(row['memberPrice']) : '',
        }
      : row,
  )
}
