/** What a listing knows of a published product that can be bought in at least one way. */
export interface ListingRow {
  id: string
  position: number
  /** Milliseconds since 1970. */
  publishedAt: number
  title: string
  producer: string | null
  origin: string | null
  labels: readonly string[]
  allergens: readonly string[]
  /** Those it is in itself, by id; what they are within is known by `CategoryTree`. */
  categories: readonly string[]
  /** Its cheapest way to be bought, at what everybody pays now. */
  priceMinor: number
  onSale: boolean
  available: boolean
}
