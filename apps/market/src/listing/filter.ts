import { z } from 'zod'

/** From so many minor units (included) up to so many (not included). */
export const priceBands = [
  { value: '0-250', from: 0, to: 250 },
  { value: '250-500', from: 250, to: 500 },
  { value: '500-1000', from: 500, to: 1_000 },
  { value: '1000-2000', from: 1_000, to: 2_000 },
  { value: '2000-5000', from: 2_000, to: 5_000 },
  { value: '5000-', from: 5_000, to: Number.POSITIVE_INFINITY },
] as const

/** The band a price is in. */
export function bandOf(priceMinor: number): string {
  return (priceBands.find(({ to }) => priceMinor < to) ?? priceBands[5]).value
}

export const sorts = ['shelf', 'newest', 'price', '-price', 'title'] as const
export type Sort = (typeof sorts)[number]

const MOST_VALUES = 20

/** One or several of a group, in the order of the alphabet, so that one choice has one address. */
const many = z
  .union([z.string().max(200), z.array(z.string().max(200)).max(MOST_VALUES)])
  .default([])
  .transform((given) =>
    [...new Set([given].flat().filter((value) => value !== ''))].toSorted((a, b) =>
      a < b ? -1 : 1,
    ),
  )

const ticked = z
  .string()
  .max(5)
  .default('')
  .transform((value) => value === '1')

/** What is chosen of each group; a group with nothing chosen lets everything through. */
export const Filter = z.object({
  /** Slugs; everything below them counts. */
  category: many,
  label: many,
  producer: many,
  origin: many,
  price: many,
  /** Allergens that a product must not contain. */
  without: many,
  available: ticked,
  sale: ticked,
})

export type Filter = z.infer<typeof Filter>

/** The groups of which several values can be chosen. */
export const valueGroups = ['category', 'label', 'producer', 'origin', 'price', 'without'] as const
export type ValueGroup = (typeof valueGroups)[number]

export const switches = ['available', 'sale'] as const
export type Switch = (typeof switches)[number]

export type Group = ValueGroup | Switch

/** A place in a listing: after the product with this id and this sort key. */
export interface Cursor {
  key: string
  id: string
}

/** `<key>_<uuid>`, as the page before it names it. */
const After = z
  .string()
  .max(120)
  .regex(
    /^[\s\S]*_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    'the address of a further page, as the page before it names it',
  )
  .transform((text): Cursor => ({ key: text.slice(0, -37), id: text.slice(-36) }))

/** The address of a listing. What it does not know is left out, so that caches stay small. */
export const ListingQuery = Filter.extend({
  q: z
    .string()
    .max(200)
    .default('')
    .transform((words) => words.trim()),
  sort: z.enum(sorts).default('shelf').catch('shelf'),
  view: z.enum(['grid', 'list']).default('grid').catch('grid'),
  after: After.optional(),
})

export type ListingQuery = z.infer<typeof ListingQuery>

/** The address of the same listing with something changed; without `after`, from the beginning. */
export function listingHref(path: string, query: ListingQuery, after?: Cursor): string {
  const words = new URLSearchParams()
  if (query.q) words.set('q', query.q)
  for (const group of valueGroups) for (const value of query[group]) words.append(group, value)
  for (const group of switches) if (query[group]) words.set(group, '1')
  if (query.sort !== 'shelf') words.set('sort', query.sort)
  if (query.view !== 'grid') words.set('view', query.view)
  if (after) words.set('after', `${after.key}_${after.id}`)
  const text = words.toString()
  return text ? `${path}?${text}` : path
}
