import type { measureUnits, ProductOption } from '@rose-ash/shared/db/models/market'

/** Everything that the form says of one way to buy a product; its stock is moved elsewhere. */
export interface VariantChange {
  /** null: a new one. */
  id: string | null
  title: string
  optionValues: string[]
  sku: string | null
  gtin: string | null
  priceMinor: number
  memberPriceMinor: number | null
  /** The least, where buyers choose what they pay and `priceMinor` is suggested; null: fixed. */
  floorMinor: number | null
  salePriceMinor: number | null
  saleFrom: Date | null
  saleUntil: Date | null
  measureAmount: number | null
  measureUnit: (typeof measureUnits)[number] | null
  weighed: boolean
  minPerOrder: number
  maxPerOrder: number | null
  lowStockAt: number | null
  /** So many may be sold before they are there. */
  backorder: number
  active: boolean
}

export interface ProductChange {
  title: string
  /** Made of the title when empty. */
  slug: string
  description: string
  producer: string | null
  origin: string | null
  allergens: string[]
  labels: string[]
  taxClass: string
  options: ProductOption[]
  categoryIds: string[]
  /** Parts of the addresses of products. */
  related: string[]
  pictures: { image: string; alt: string }[]
  variants: VariantChange[]
}
