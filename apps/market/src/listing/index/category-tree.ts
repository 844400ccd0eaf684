/** Where a category is: its id, and the id of what it is within. */
export interface CategoryPlace {
  id: string
  parentId: string | null
}

/** Every category's id, with its own and all that it is within. */
export function aboveEach(places: readonly CategoryPlace[]): Map<string, string[]> {
  const parents = new Map(places.map(({ id, parentId }) => [id, parentId]))
  return new Map(
    places.map(({ id }) => {
      const above = new Set<string>()
      for (let at: string | null = id; at && !above.has(at); at = parents.get(at) ?? null) {
        above.add(at)
      }
      return [id, [...above]]
    }),
  )
}
