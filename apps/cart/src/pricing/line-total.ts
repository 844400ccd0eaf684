/** What a line was sold for, in minor units: unit × quantity − discount. Its tax is in it. */
export const lineTotal = (line: {
  unitMinor: number
  quantity: number
  discountMinor: number
}): number => line.unitMinor * line.quantity - line.discountMinor
