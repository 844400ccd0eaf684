import type { FieldChange } from '@rose-ash/shared/db/models/market-review'
import type { FoundProduct } from '../../scraping/extract/found-product.ts'

/** The fields of a supplier's product that our market follows, by the name a reviewer reads. */
export const reviewFields = [
  'name',
  'description',
  'price',
  'availability',
  'stock',
  'image',
  'caseSize',
] as const

export type ReviewField = (typeof reviewFields)[number]

/** What of a product is compared from one visit to the next. What is not said is missing. */
export type Comparable = Partial<{
  name: string
  description: string
  /** Minor units and currency: `320 GBP`. */
  price: string
  availability: FoundProduct['availability'] | 'gone'
  stock: number
  image: string
  caseSize: number
}>

/** @see Comparable */
export function comparable(found: FoundProduct): Comparable {
  const { name, description, priceMinor, currency, availability, stock, images, caseSize } = found
  return {
    name,
    ...(description !== undefined && { description }),
    ...(priceMinor !== undefined && { price: `${priceMinor} ${currency ?? ''}` }),
    ...(availability !== 'unknown' && { availability }),
    ...(stock !== undefined && { stock }),
    ...(images[0] !== undefined && { image: images[0] }),
    ...(caseSize !== undefined && { caseSize }),
  }
}

/** The price and currency of `Comparable.price`. */
export function priceOf(
  price: string | undefined,
): { amount: number; currency: string } | undefined {
  const [amount = '', currency = ''] = (price ?? '').split(' ')
  return amount === '' ? undefined : { amount: Number(amount), currency }
}

/**
 * What changed since it was accepted and was not refused as it is now. What a page no longer says is
 * no change: it may have been left out, and nobody knows what it is now.
 */
export function changesOf(
  accepted: Comparable,
  rejected: Comparable,
  seen: Comparable,
): FieldChange[] {
  return reviewFields.flatMap((field) => {
    const to = seen[field]
    if (to === undefined || to === accepted[field] || to === rejected[field]) return []
    return [{ field, from: accepted[field] ?? null, to }]
  })
}

/** Of what was refused, what is still said: a refusal ends when the supplier says something else. */
export function stillRejected(rejected: Comparable, seen: Comparable): Comparable {
  const kept = Object.entries(rejected).filter(([field, value]) => {
    const now = seen[field as ReviewField]
    return now === undefined ? field !== 'availability' : now === value
  })
  return Object.fromEntries(kept)
}
