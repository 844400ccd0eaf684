import type { CategoryShelf } from '../markets/queries.ts'
import {
  type Group,
  listingHref,
  type ListingQuery,
  priceBands,
  switches,
  type ValueGroup,
  valueGroups,
} from './filter.ts'
import type { Chosen } from './index/choose.ts'

export interface FacetValue {
  value: string
  label: string
  count: number
  chosen: boolean
  /** How deep a category is within others. */
  depth?: number
}

export interface Facet {
  group: Group
  title: string
  values: FacetValue[]
}

/** A filter that is on, and the listing without it. */
export interface ActiveFilter {
  label: string
  href: string
}

const titles: Record<Group, string> = {
  category: 'Shelf',
  available: 'Availability',
  sale: 'On sale',
  price: 'Price',
  label: 'Labels',
  producer: 'Producer',
  origin: 'Comes from',
  without: 'Does not contain',
}

const SHOWN = 12

interface Words {
  categories: readonly CategoryShelf[]
  /** A number of minor units as people read it. */
  money: (amount: number) => string
}

/** What can be chosen, with how many there would be; a value that is chosen stays, even without any. */
export function facetsOf(query: ListingQuery, { counts }: Chosen, words: Words): Facet[] {
  const order: Group[] = [
    'category',
    'available',
    'sale',
    'price',
    'label',
    'producer',
    'origin',
    'without',
  ]
  return order
    .map((group) => ({
      group,
      title: titles[group],
      values: valuesOf(group, query, counts, words),
    }))
    .filter(({ values }) => values.length > 0)
}

/** Each filter that is on, with the way to the listing without it alone. */
export function activeFilters(path: string, query: ListingQuery, words: Words): ActiveFilter[] {
  const active: ActiveFilter[] = []
  if (query.q) active.push({ label: `“${query.q}”`, href: listingHref(path, { ...query, q: '' }) })
  for (const group of valueGroups) {
    for (const value of query[group]) {
      const rest = query[group].filter((other) => other !== value)
      active.push({
        label: activeLabel(group, value, words),
        href: listingHref(path, { ...query, [group]: rest }),
      })
    }
  }
  for (const group of switches) {
    if (query[group]) {
      active.push({
        label: switchLabel[group],
        href: listingHref(path, { ...query, [group]: false }),
      })
    }
  }
  return active
}

const switchLabel = { available: 'Available now', sale: 'On sale' }

function valuesOf(
  group: Group,
  query: ListingQuery,
  counts: Chosen['counts'],
  words: Words,
): FacetValue[] {
  if (group === 'available' || group === 'sale') {
    const count = counts[group].get('1') ?? 0
    const chosen = query[group]
    return count > 0 || chosen ? [{ value: '1', label: switchLabel[group], count, chosen }] : []
  }
  const chosen = query[group]
  const all = new Map([...chosen.map((value) => [value, 0] as const), ...counts[group]])
  const values = [...all].map(([value, count]) => ({
    value,
    label: labelOf(group, value, words),
    count,
    chosen: chosen.includes(value),
  }))
  if (group === 'category') return inTree(values, words.categories)
  if (group === 'price')
    return priceBands.flatMap((band) => values.filter((v) => v.value === band.value))
  return mostOf(values)
}

/** Those with the most products, and those that are chosen, by name. */
function mostOf(values: FacetValue[]): FacetValue[] {
  return values
    .toSorted((a, b) => Number(b.chosen) - Number(a.chosen) || b.count - a.count)
    .slice(0, SHOWN)
    .toSorted((a, b) => a.label.localeCompare(b.label))
}

/** As the shelves stand: each below what it is within. */
function inTree(values: FacetValue[], categories: readonly CategoryShelf[]): FacetValue[] {
  const known = new Map(values.map((value) => [value.value, value]))
  const below = (parentId: string | null, depth: number): FacetValue[] =>
    categories
      .filter((category) => category.parentId === parentId)
      .flatMap(({ id, slug }) => {
        const own = known.get(slug)
        return own ? [{ ...own, depth }, ...below(id, depth + 1)] : []
      })
  return below(null, 0)
}

function activeLabel(group: ValueGroup, value: string, words: Words): string {
  return group === 'without' ? `Without ${value}` : labelOf(group, value, words)
}

function labelOf(group: ValueGroup, value: string, { categories, money }: Words): string {
  if (group === 'category') return categories.find(({ slug }) => slug === value)?.title ?? value
  if (group !== 'price') return value
  const band = priceBands.find((one) => one.value === value)
  if (!band) return value
  if (band.from === 0) return `Under ${money(band.to)}`
  if (!Number.isFinite(band.to)) return `${money(band.from)} and more`
  return `${money(band.from)} to ${money(band.to)}`
}
