import type { TypedFastBitSet } from 'typedfastbitset'
import { type Group, switches, valueGroups } from '../filter.ts'
import { aboveEach, type CategoryPlace } from './category-tree.ts'
import type { ListingIndex } from './listing-index.ts'
import { type Part, partOf } from './part.ts'

export interface Category extends CategoryPlace {
  slug: string
}

export const groups: readonly Group[] = [...valueGroups, ...switches]

export type Counts = Record<Group, Map<string, number>>

/**
 * How many products there are, in all and of each value.
 *
 * @param others what all groups but this one let through; undefined for a group of which nothing is
 * chosen: then it is the result.
 */
export function countsOf(
  index: ListingIndex,
  categories: readonly Category[],
  result: TypedFastBitSet,
  others: (group: Group) => TypedFastBitSet | undefined,
): { counts: Counts; total: number } {
  const counts: Partial<Counts> = {}
  const chosenGroups: [Group, TypedFastBitSet][] = []
  const part = partOf(result, index.all, index.size)
  for (const group of groups) {
    const set = others(group)
    if (set) chosenGroups.push([group, set])
    else counts[group] = countIn(index, categories, group, part)
  }
  const total = part.size
  for (const [group, set] of chosenGroups) {
    counts[group] = countIn(index, categories, group, partOf(set, index.all, index.size))
  }
  return { counts: counts as Counts, total }
}

function countIn(
  index: ListingIndex,
  categories: readonly Category[],
  group: Group,
  part: Part,
): Map<string, number> {
  switch (group) {
    case 'category':
      return inCategories(index, categories, part)
    case 'label':
      return index.labels.count(part)
    case 'producer':
      return index.producers.count(part)
    case 'origin':
      return index.origins.count(part)
    case 'price':
      return index.bands.count(part)
    case 'without': {
      const containing = index.allergens.count(part)
      return new Map([...containing].map(([allergen, count]) => [allergen, part.size - count]))
    }
    case 'available':
      return new Map([['1', index.available.intersection_size(part.set)]])
    case 'sale':
      return new Map([['1', index.onSale.intersection_size(part.set)]])
  }
}

/** By slug; what is in a category is in all that this is within. */
function inCategories(
  index: ListingIndex,
  categories: readonly Category[],
  part: Part,
): Map<string, number> {
  const above = aboveEach(categories)
  const slugs = new Map(categories.map(({ id, slug }) => [id, slug]))
  const counts = index.categories.count(part, (id) => above.get(id) ?? [])
  return new Map([...counts].map(([id, count]) => [slugs.get(id) ?? id, count]))
}
