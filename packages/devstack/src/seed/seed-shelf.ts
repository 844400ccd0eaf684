type Measure = [amount: number, unit: 'kg' | 'g' | 'l' | 'ml' | 'each']

/** What a way to buy has beside its price and stock. */
export interface SeedTerms {
  memberPence?: number
  /** Buyers choose what they pay; this is the least. */
  leastPence?: number
  salePence?: number
  /** The sale ends after so many days. */
  saleDays?: number
  backorder?: number
  min?: number
  max?: number
  weighed?: boolean
  options?: string[]
}

export interface SeedProduct {
  slug: string
  title: string
  description: string
  image: string
  imageAlt: string
  origin: string
  allergens?: string[]
  producer?: string
  labels?: string[]
  /** A slug of the market's categories. */
  category?: string
  /** `zero` where nothing else is said: food and books. */
  taxClass?: string
  options?: { name: string; values: string[] }[]
  /** Name, pence, stock (null: no limit), and what one of it holds. */
  variants: [
    title: string,
    pence: number,
    stock: number | null,
    measure?: Measure | undefined,
    terms?: SeedTerms,
  ][]
}

export interface SeedCategory {
  slug: string
  title: string
  description?: string
  /** Within another, named before. */
  within?: string
}

export interface SeedCollection {
  slug: string
  title: string
  description: string
  rule?: Record<string, string | string[]>
  /** By hand: slugs of products. */
  products?: string[]
}

export interface SeedMarket {
  page: string
  slug: string
  title: string
  description: string
  image: string
  /** Takes orders by weekly windows only. */
  byWindows?: boolean
  categories: SeedCategory[]
  collections?: SeedCollection[]
  products: SeedProduct[]
}
