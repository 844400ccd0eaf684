import type { ProductChange } from '../desk/products/product-change.ts'
import type { ReadProduct } from '../desk/products/queries.ts'
import type { ReadingOptions } from '../desk/products/read-fields.ts'
import { readProduct } from '../desk/products/read-product.ts'
import { differencesOf, typedOfNothing, typedOfSaved } from '../desk/products/saved-product.ts'
import { newVariant, type TypedProduct, type TypedRow } from '../desk/products/typed-product.ts'
import { productFields, sizeFields } from './fields.ts'

export interface FileRow {
  line: number
  values: Record<string, string>
}

export interface CellChange {
  field: string
  from: string
  to: string
}

/** What the rows of one product come to. */
export interface ReadGroup {
  change: ProductChange
  status: 'draft' | 'published' | 'archived' | undefined
  /** What shall be on hand of a size, by its place in `change.variants`. */
  stock: Map<number, number>
  /** What would be another than it is; empty when nothing would. */
  changes: CellChange[]
  /** What is wrong, by line. */
  problems: Map<number, string>
}

export interface GroupOptions extends ReadingOptions {
  /** Ids by the lower-case titles of the market's categories. */
  categories: ReadonlyMap<string, string>
}

const words = ['title', 'description', 'producer', 'origin', 'labels', 'allergens', 'taxClass']
const yesOrNo = new Set(['weighed', 'active'])
const statuses = ['draft', 'published', 'archived'] as const
/** In a cell: nothing shall be there. An empty cell leaves what is. */
const NOTHING = '-'

/**
 * Reads the rows of one product as the form of the desk would, over what is saved of it: what a file
 * does not name stays as it is, and so does what it leaves empty.
 */
export function readGroup(
  saved: ReadProduct | undefined,
  rows: readonly FileRow[],
  options: GroupOptions,
): ReadGroup {
  const { timeZone } = options
  const before = saved ? typedOfSaved(saved, timeZone) : blank()
  const first = rows[0]?.line ?? 0
  const problems = new Map<number, string>()
  const report = (line: number, problem: string) => {
    if (!problems.has(line)) problems.set(line, problem)
  }
  const head = Object.assign(
    {},
    ...rows.map(({ values }) => filled(values)).toReversed(),
  ) as TypedRow
  const { typed, lineOf } = overlay(before, rows, head)
  if ('categories' in head) {
    typed.categoryIds = categoriesOf(head['categories'] ?? '', options.categories, (problem) =>
      report(first, problem),
    )
  }
  const read = readProduct(typed, options)
  for (const [field, problem] of Object.entries(read.problems)) {
    const [, place, name = field] = /^v(\d+)-(\w+)$/.exec(field) ?? []
    report(lineOf.get(Number(place)) ?? first, `${labelOf(name)}: ${problem}`)
  }
  const status = statusOf(head, (problem) => report(first, problem))
  const wanted = stockOf(rows, lineOf, report)
  const stock = new Map([...wanted].filter(([place, n]) => saved?.variants[place]?.onHand !== n))
  const now = { status: saved?.status ?? 'draft', onHand: onHandOf(saved) }
  const changes = changesOf(before, typed, { status, stock, now })
  return { change: read.change, status, stock, changes, problems }
}

const onHandOf = (saved: ReadProduct | undefined) =>
  (saved?.variants ?? []).map(({ onHand }) => (onHand === null ? '' : String(onHand)))

interface Rest {
  status: ReadGroup['status']
  stock: ReadonlyMap<number, number>
  now: { status: string; onHand: string[] }
}

function changesOf(
  before: TypedProduct,
  typed: TypedProduct,
  { status, stock, now }: Rest,
): CellChange[] {
  const ofWords = differencesOf(before, typed).map(({ field, theirs, mine }) => ({
    field,
    from: theirs,
    to: mine,
  }))
  const ofStock = [...stock].map(([place, wanted]) => ({
    field: `Size ${place + 1}: Stock`,
    from: now.onHand[place] ?? '',
    to: String(wanted),
  }))
  const other = status !== undefined && status !== now.status
  return [
    ...ofWords,
    ...ofStock,
    ...(other ? [{ field: 'Status', from: now.status, to: status }] : []),
  ]
}

function statusOf(head: TypedRow, report: (problem: string) => void): ReadGroup['status'] {
  const { status = '' } = head
  const known = statuses.find((one) => one === status.toLowerCase())
  if (status !== '' && !known) {
    report(`Status: write draft, published or archived, not “${status}”.`)
  }
  return known
}

const blank = (): TypedProduct => ({ ...typedOfNothing(), pictures: [], variants: [] })

const filled = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))

function overlay(before: TypedProduct, rows: readonly FileRow[], head: TypedRow) {
  const lineOf = new Map<number, number>()
  const typed: TypedProduct = {
    words: { ...before.words, ...written(head, words) },
    categoryIds: before.categoryIds,
    pictures: before.pictures,
    variants: before.variants.map((row) => ({ ...row })),
  }
  if (head['address']) typed.words['slug'] = head['address'].split('/').at(-1) ?? ''
  const picture = written(head, ['image', 'alt'])
  if (Object.keys(picture).length > 0) {
    typed.pictures = [{ ...typed.pictures[0], ...picture }, ...typed.pictures.slice(1)]
  }
  for (const { line, values } of rows) {
    const place = placeOf(typed.variants, values)
    lineOf.set(place, line)
    typed.variants[place] = { ...typed.variants[place], ...sizeOf(values) }
  }
  return { typed, lineOf }
}

const same = (a = '', b = '') => a.toLowerCase() === b.toLowerCase()

/** Which size a row is about: by its SKU, else by its name, else the only one; else a new one. */
function placeOf(sizes: TypedRow[], values: Record<string, string>): number {
  const { sku, size } = values
  const bySku = sku ? sizes.findIndex((row) => same(row['sku'], sku)) : -1
  if (bySku >= 0) return bySku
  const byName = size ? sizes.findIndex((row) => same(row['title'], size)) : -1
  if (byName >= 0) return byName
  if (!size && sizes.length === 1 && (!sku || !sizes[0]?.['sku'])) return 0
  return sizes.push({ ...newVariant(), title: size || 'Each' }) - 1
}

function sizeOf(values: Record<string, string>): TypedRow {
  const { size, stock: _stock, ...others } = values
  const row = written(others, Object.keys(sizeFields))
  for (const field of yesOrNo) {
    if (row[field] === undefined) continue
    row[field] = /^(yes|ja|oui|true|on|x|1)$/i.test(row[field]) ? 'on' : ''
  }
  // A least to pay says that buyers choose; none, that they do not.
  if (row['floor'] !== undefined) row['choose'] = row['floor'] === '' ? '' : 'on'
  return size ? { ...row, title: size } : row
}

/** The cells of these fields that say something. */
function written(values: Record<string, string>, names: readonly string[]): TypedRow {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name] ?? ''
      return value === '' ? [] : [[name, value === NOTHING ? '' : value]]
    }),
  )
}

function categoriesOf(
  text: string,
  known: ReadonlyMap<string, string>,
  report: (problem: string) => void,
): string[] {
  const titles = text === NOTHING ? [] : text.split(/[;|]/).map((part) => part.trim())
  return titles.filter(Boolean).flatMap((title) => {
    const id = known.get((title.split('>').at(-1) ?? '').trim().toLowerCase())
    if (id === undefined)
      report(`Categories: there is no “${title}”. Make it first, or leave it out.`)
    return id === undefined ? [] : [id]
  })
}

function stockOf(
  rows: readonly FileRow[],
  lineOf: ReadonlyMap<number, number>,
  report: (line: number, problem: string) => void,
): Map<number, number> {
  const placeOfLine = new Map([...lineOf].map(([place, line]) => [line, place]))
  const wanted = new Map<number, number>()
  for (const { line, values } of rows) {
    const { stock = '' } = values
    const place = placeOfLine.get(line)
    if (stock === '' || place === undefined) continue
    if (/^\d{1,6}$/.test(stock)) wanted.set(place, Number(stock))
    else report(line, `Stock: write a whole number from 0 on, not “${stock}”.`)
  }
  return wanted
}

function labelOf(field: string): string {
  const known: Record<string, { name: string }> = { ...productFields, ...sizeFields }
  return known[field]?.name ?? 'Product'
}
