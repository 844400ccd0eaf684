import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bandOf, Filter, sorts, switches, valueGroups } from '../filter.ts'
import { choose, type Chosen, type Question } from './choose.ts'
import type { Category } from './counts.ts'
import { ListingIndex } from './listing-index.ts'
import type { ListingRow } from './listing-row.ts'
import { titleKey } from './sort-key.ts'

const categories: Category[] = [
  { id: 'c1', parentId: null, slug: 'bread' },
  { id: 'c2', parentId: 'c1', slug: 'loaves' },
  { id: 'c3', parentId: 'c2', slug: 'rye-loaves' },
  { id: 'c4', parentId: null, slug: 'pots' },
]
const above: Record<string, string[]> = {
  c1: ['bread'],
  c2: ['loaves', 'bread'],
  c3: ['rye-loaves', 'loaves', 'bread'],
  c4: ['pots'],
}

const ids = Array.from(
  { length: 30 },
  (_, n) => `0199d0a0-0000-7000-8000-${String(n * 7_919_993).padStart(12, '0')}`,
)
const some = <T>(values: T[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 3 })

const Row: fc.Arbitrary<ListingRow> = fc.record({
  id: fc.constantFrom(...ids),
  position: fc.integer({ min: -3, max: 3 }),
  publishedAt: fc.integer({ min: 1_000, max: 1_004 }),
  title: fc.constantFrom('Rye', 'rye loaf', 'Éclair', 'eclair', 'Pot', '', 'Ωmega_1'),
  producer: fc.constantFrom('Hearth', 'Field', 'Kiln', null),
  origin: fc.constantFrom('Wendle', 'Over Wendle', null),
  labels: some(['organic', 'local', 'raw']),
  allergens: some(['wheat', 'milk', 'nuts']),
  categories: some(['c1', 'c2', 'c3', 'c4']),
  priceMinor: fc.constantFrom(0, 249, 250, 999, 5_000),
  onSale: fc.boolean(),
  available: fc.boolean(),
})

const Choice: fc.Arbitrary<Filter> = fc.record({
  category: some(['bread', 'loaves', 'rye-loaves', 'pots', 'none']),
  label: some(['organic', 'local', 'none']),
  producer: some(['Hearth', 'Field', 'Nobody']),
  origin: some(['Wendle', 'Nowhere']),
  price: some(['0-250', '250-500', '5000-', 'free']),
  without: some(['wheat', 'milk', 'air']),
  available: fc.boolean(),
  sale: fc.boolean(),
})

const Asked: fc.Arbitrary<Question> = fc.record({
  within: fc.option(Choice, { nil: undefined }),
  among: fc.option(fc.uniqueArray(fc.constantFrom(...ids)), { nil: undefined }),
  filter: Choice,
  sort: fc.constantFrom(...sorts),
  limit: fc.integer({ min: 1, max: 8 }),
})

const Steps = fc.array(
  fc.record({
    put: fc.uniqueArray(Row, { selector: ({ id }) => id, maxLength: 12 }),
    take: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 6 }),
  }),
  { maxLength: 6 },
)

describe('the listing in memory', () => {
  it('answers what filtering, counting and sorting all rows one by one would', () => {
    fc.assert(
      fc.property(Steps, fc.array(Asked, { minLength: 1, maxLength: 4 }), (steps, questions) => {
        const index = new ListingIndex()
        const rows = new Map<string, ListingRow>()
        for (const { put, take } of steps) {
          const gone = take.filter((id) => !put.some((row) => row.id === id))
          index.apply(put, gone)
          for (const row of put) rows.set(row.id, row)
          for (const id of gone) rows.delete(id)
        }
        for (const question of questions) {
          expect(allPages(index, question)).toEqual(slowly([...rows.values()], question))
        }
      }),
      { numRuns: 400 },
    )
  })

  it('is the same whether it was read in pieces or all at once, and then changed', async () => {
    const piece = fc.array(Row, { maxLength: 12 })
    const all = fc.array(piece, { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(all, piece, Asked, async (pieces, changed, question) => {
        const [read, put] = [new ListingIndex(), new ListingIndex()]
        for (const rows of pieces) read.add(rows)
        await read.settle()
        // Of a product that was read twice the first stays: what changed meanwhile is told anyway.
        const first = new Map(
          pieces
            .flat()
            .toReversed()
            .map((row) => [row.id, row]),
        )
        put.apply([...first.values()])
        for (const row of changed) for (const index of [read, put]) index.apply([row])

        expect(allPages(read, question)).toEqual(allPages(put, question))
        expect(read.size).toBe(put.size)
      }),
      { numRuns: 200 },
    )
  })

  it('goes on after a product that went meanwhile', () => {
    const row = (n: number): ListingRow => ({ ...plain, id: ids[n] ?? '', priceMinor: n * 100 })
    const index = new ListingIndex()
    index.apply([row(1), row(2), row(3)])
    const question: Question = { filter: Filter.parse({}), sort: 'price', limit: 2 }
    const first = choose(index, categories, question)

    index.apply([], [ids[2] ?? ''])

    expect(first.ids).toEqual([ids[1], ids[2]])
    expect(choose(index, categories, { ...question, after: first.next }).ids).toEqual([ids[3]])
  })

  it('knows everything below a category after the categories were moved', () => {
    const index = new ListingIndex()
    index.apply([{ ...plain, id: ids[0] ?? '', categories: ['c4'] }])
    const filter = { ...Filter.parse({}), category: ['bread'] }
    const question: Question = { filter, sort: 'shelf', limit: 5 }
    const moved = categories.map((one) => (one.id === 'c4' ? { ...one, parentId: 'c3' } : one))

    expect(choose(index, categories, question).total).toBe(0)
    expect(choose(index, moved, question).total).toBe(1)
  })
})

const plain: Omit<ListingRow, 'id'> = {
  position: 0,
  publishedAt: 0,
  title: 'Rye',
  producer: null,
  origin: null,
  labels: [],
  allergens: [],
  categories: [],
  priceMinor: 100,
  onSale: false,
  available: true,
}

/** All pages after one another, in the form of one. */
function allPages(index: ListingIndex, question: Question): Omit<Chosen, 'next'> {
  const { next, ...first } = choose(index, categories, question)
  let after = next
  while (after) {
    const page = choose(index, categories, { ...question, after })
    expect(page.total).toBe(first.total)
    expect(page.ids.length).toBeGreaterThan(0)
    first.ids.push(...page.ids)
    after = page.next
  }
  return first
}

function slowly(rows: ListingRow[], question: Question): Omit<Chosen, 'next'> {
  const { among, within, filter, sort } = question
  const base = rows.filter(
    (row) => (!among || among.includes(row.id)) && (!within || passes(row, within)),
  )
  const found = base.filter((row) => passes(row, filter)).toSorted(orders[sort])
  if (among && sort === 'shelf') found.sort((a, b) => among.indexOf(a.id) - among.indexOf(b.id))
  const counts = {} as Chosen['counts']
  for (const group of [...valueGroups, ...switches]) {
    const others = base.filter((row) => passes(row, filter, group))
    counts[group] = countBy(others, group)
  }
  return { ids: found.map(({ id }) => id), total: found.length, counts }
}

function countBy(rows: ListingRow[], group: keyof Chosen['counts']): Map<string, number> {
  const counts = new Map<string, number>()
  if (group === 'available' || group === 'sale') {
    const ticked = rows.filter((row) => (group === 'sale' ? row.onSale : row.available))
    return counts.set('1', ticked.length)
  }
  for (const row of rows) {
    const values = group === 'without' ? row.allergens : valuesOf(row, group)
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  if (group !== 'without') return counts
  return new Map([...counts].map(([value, having]) => [value, rows.length - having]))
}

function valuesOf(row: ListingRow, group: (typeof valueGroups)[number]): string[] {
  if (group === 'category') return [...new Set(row.categories.flatMap((id) => above[id] ?? []))]
  if (group === 'label') return [...row.labels]
  if (group === 'price') return [bandOf(row.priceMinor)]
  if (group === 'without') return []
  return [row[group]].filter((value) => value !== null)
}

function passes(row: ListingRow, filter: Filter, except?: string): boolean {
  return (
    valueGroups.every((group) => {
      const wanted = filter[group]
      if (group === except || wanted.length === 0) return true
      if (group === 'without') return !wanted.some((one) => row.allergens.includes(one))
      return valuesOf(row, group).some((value) => wanted.includes(value))
    }) &&
    (except === 'available' || !filter.available || row.available) &&
    (except === 'sale' || !filter.sale || row.onSale)
  )
}

type Order = (a: ListingRow, b: ListingRow) => number
const byId: Order = (a, b) => (a.id < b.id ? -1 : 1)
const byTitle: Order = (a, b) => {
  const [first, second] = [titleKey(a.title), titleKey(b.title)]
  return first < second ? -1 : Number(first > second)
}

const orders: Record<Question['sort'], Order> = {
  shelf: (a, b) => a.position - b.position || byId(a, b),
  newest: (a, b) => b.publishedAt - a.publishedAt || byId(b, a),
  price: (a, b) => a.priceMinor - b.priceMinor || byId(a, b),
  '-price': (a, b) => b.priceMinor - a.priceMinor || byId(b, a),
  title: (a, b) => byTitle(a, b) || byId(a, b),
}
