/**
 * How many whole cases are needed for what was ordered, after the loose units of an opened one are
 * used up, and how many units of the last case are over.
 */
export function casesFor({
  orderedUnits,
  looseUnits,
  caseSize,
}: {
  orderedUnits: number
  looseUnits: number
  caseSize: number
}): { cases: number; overUnits: number } {
  const cases = Math.max(0, Math.ceil((orderedUnits - looseUnits) / caseSize))
  return { cases, overUnits: cases * caseSize + looseUnits - orderedUnits }
}
