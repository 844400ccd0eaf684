import { TypedFastBitSet } from 'typedfastbitset'
import type { ValueSets } from './value-sets.ts'

/** Where a category is: its id, and the id of what it is within. */
export interface CategoryPlace {
  id: string
  parentId: string | null
}

/** Every category's id, and of all that is below it. */
function withinEach(places: readonly CategoryPlace[]): Map<string, string[]> {
  const parents = new Map(places.map(({ id, parentId }) => [id, parentId]))
  const within = new Map<string, string[]>(places.map(({ id }) => [id, []]))
  for (const { id } of places) {
    const above = new Set<string>()
    for (let at: string | null = id; at && !above.has(at); at = parents.get(at) ?? null) {
      above.add(at)
      within.get(at)?.push(id)
    }
  }
  return within
}

/** The products of each category and of everything below it. */
export function expand(
  direct: ValueSets,
  places: readonly CategoryPlace[],
): Map<string, TypedFastBitSet> {
  const within = withinEach(places)
  return new Map([...within].map(([id, ids]) => [id, direct.any(ids)]))
}
