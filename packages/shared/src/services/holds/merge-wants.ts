/** So much of one supply. */
export interface Want {
  supplyId: string
  quantity: number
}

/**
 * One want per supply, in the order of their ids: every transaction locks supplies in the same
 * order, so none waits for another in a circle.
 */
export function mergeWants(wants: Want[]): Want[] {
  const sums = new Map<string, number>()
  for (const { supplyId, quantity } of wants) {
    sums.set(supplyId, (sums.get(supplyId) ?? 0) + quantity)
  }
  return [...sums]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([supplyId, quantity]) => ({ supplyId, quantity }))
}
