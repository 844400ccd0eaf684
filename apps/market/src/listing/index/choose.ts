import type { TypedFastBitSet } from 'typedfastbitset'
import type { Cursor, Filter, Group, Sort } from '../filter.ts'
import { aboveEach } from './category-tree.ts'
import { type Category, type Counts, countsOf, groups } from './counts.ts'
import type { ListingIndex } from './listing-index.ts'

export interface Question {
  /** What the listing is of, before anybody chooses; undefined: the whole market. */
  within?: Filter | undefined
  /** Only these, best first: what a search found, or a collection made by hand. */
  among?: readonly string[] | undefined
  filter: Filter
  sort: Sort
  after?: Cursor | undefined
  limit: number
}

export interface Chosen {
  ids: string[]
  /** How many there are in all. */
  total: number
  /** Where the next page begins. */
  next: Cursor | undefined
  /** For each group, how many there would be of each value, whatever is chosen of the group itself. */
  counts: Counts
}

type Sets = Partial<Record<Group, TypedFastBitSet>>

/** What a listing shows for what somebody chose. */
export function choose(
  index: ListingIndex,
  categories: readonly Category[],
  question: Question,
): Chosen {
  const { among, limit } = question
  const { result, total, counts } = among
    ? count(index, categories, question)
    : index.remember(keyOf(categories, question), () => count(index, categories, question))
  const ids = order(index, result, question)
  const more = ids.length > limit
  const shown = ids.slice(0, limit)
  const last = shown.at(-1)
  const next = more && last ? cursorAfter(index, last, question) : undefined
  return { ids: shown, total, next, counts }
}

/** What is chosen, whatever its order and page. */
function keyOf(categories: readonly Category[], { within, filter }: Question): string {
  const chosen = [within, filter].map((one) => groups.map((group) => one?.[group]))
  return JSON.stringify([chosen, categories.map(({ id, parentId, slug }) => [id, parentId, slug])])
}

function count(index: ListingIndex, categories: readonly Category[], question: Question) {
  const { within, among, filter } = question
  const base = index.all.clone()
  if (among) base.intersection(index.setOf(among))
  if (within) {
    for (const set of Object.values(chosenSets(index, categories, within))) base.intersection(set)
  }
  const sets = chosenSets(index, categories, filter)
  const result = base.clone()
  for (const set of Object.values(sets)) result.intersection(set)
  const others = (group: Group) => without(base, sets, group)
  return { result, ...countsOf(index, categories, result, others) }
}

/** For each group of which something is chosen, the products that it lets through. */
function chosenSets(index: ListingIndex, categories: readonly Category[], filter: Filter): Sets {
  const sets: Sets = {}
  if (filter.category.length > 0) {
    const above = aboveEach(categories)
    const wanted = categories.filter(({ slug }) => filter.category.includes(slug))
    const [ids, tree] = [wanted.map(({ id }) => id), JSON.stringify([...above])]
    sets.category = index.categories.any(ids, tree, (id) => above.get(id) ?? [])
  }
  for (const [group, codes] of [
    ['label', index.labels],
    ['producer', index.producers],
    ['origin', index.origins],
    ['price', index.bands],
  ] as const) {
    if (filter[group].length > 0) sets[group] = codes.any(filter[group])
  }
  if (filter.without.length > 0) {
    sets.without = index.all.clone()
    sets.without.difference(index.allergens.any(filter.without))
  }
  if (filter.available) sets.available = index.available
  if (filter.sale) sets.sale = index.onSale
  return sets
}

/** What all other groups let through; undefined when nothing is chosen of the group. */
function without(base: TypedFastBitSet, sets: Sets, group: Group): TypedFastBitSet | undefined {
  if (!sets[group]) return undefined
  const others = base.clone()
  for (const other of groups) {
    const set = sets[other]
    if (set && other !== group) others.intersection(set)
  }
  return others
}

/** One more than are shown, when there are more. */
function order(index: ListingIndex, result: TypedFastBitSet, question: Question): string[] {
  const { among, sort, limit, after } = question
  if (!among || sort !== 'shelf') return index.first(result, sort, limit + 1, after)
  const from = after ? (Number(after.key) || 0) + 1 : 0
  const ids: string[] = []
  for (const id of among.slice(from)) {
    if (ids.length > limit) break
    if (index.isIn(result, id)) ids.push(id)
  }
  return ids
}

function cursorAfter(index: ListingIndex, id: string, { among, sort }: Question): Cursor {
  if (!among || sort !== 'shelf') return index.cursorOf(id, sort)
  return { id, key: String(among.indexOf(id)) }
}
