import { isSame, type Projection } from './canonical.ts'

export interface Merged {
  /** Where both changed a field, it is theirs. */
  merged: Projection
  /** The fields that both changed, each in another way. */
  conflicts: string[]
}

/**
 * Puts together what two sides made of the same thing, field by field: a field that one side left
 * as it was gets what the other made of it.
 */
export function mergeFields(base: Projection, ours: Projection, theirs: Projection): Merged {
  const fields = [...new Set([base, ours, theirs].flatMap((side) => Object.keys(side)))].toSorted()
  const merged: Projection = {}
  const conflicts: string[] = []
  for (const field of fields) {
    const weLeftIt = isSame(ours[field], base[field])
    const theyLeftIt = isSame(theirs[field], base[field])
    merged[field] = theyLeftIt && !weLeftIt ? ours[field] : theirs[field]
    if (!weLeftIt && !theyLeftIt && !isSame(ours[field], theirs[field])) conflicts.push(field)
  }
  return { merged, conflicts }
}
