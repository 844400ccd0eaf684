interface Delivery {
  /** Bought of the supplier: whole cases. */
  boughtUnits: number
  receivedUnits: number
  /** More than members ordered, or below zero fewer, as it was bought. */
  overUnits: number
  /** Left of opened cases now. */
  looseUnits: number
  caseSize: number
}

/**
 * What a delivery makes of the units left over, and how many members still wait for. What is missing
 * is taken first from whole cases bought beside for the shelf, then from what is left over.
 */
export function balanceOf({
  boughtUnits,
  receivedUnits,
  overUnits,
  looseUnits,
  caseSize,
}: Delivery): { looseUnits: number; shortUnits: number } {
  const over = Math.max(0, overUnits)
  const missing = boughtUnits - receivedUnits
  const ofTheShelf = Math.max(0, Math.min(missing, over - (over % caseSize)))
  const balance = looseUnits + Math.min(0, overUnits) - missing + ofTheShelf
  return { looseUnits: Math.max(0, balance), shortUnits: Math.max(0, -balance) }
}
