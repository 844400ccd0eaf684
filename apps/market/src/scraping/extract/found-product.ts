import { measureUnits } from '@rose-ash/shared/db/models/market'
import { z } from 'zod'

const text = (most: number) => z.string().trim().min(1).max(most)
const web = z.url({ protocol: /^https?$/ }).max(2_000)
const minor = z.int().min(0).max(10_000_000_000)
const availabilities = ['in_stock', 'out_of_stock', 'preorder', 'unknown'] as const
const evidence = z.record(
  z.string(),
  z.object({
    how: z.enum(['json-ld', 'microdata', 'rdfa', 'open-graph', 'recipe', 'price-list']),
    snippet: z.string().max(2_000),
  }),
)

const fields = {
  name: text(500),
  description: text(20_000).optional(),
  brand: text(200).optional(),
  sku: text(200).optional(),
  mpn: text(200).optional(),
  /** Digits alone, its check digit right. */
  gtin: z
    .string()
    .regex(/^\d{8}(\d{4,6})?$/)
    .optional(),
  /** What a buyer pays now; without one, the page names none that can be trusted. */
  priceMinor: minor.optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  /** What it costs otherwise; only when that is more. */
  listPriceMinor: minor.optional(),
  availability: z.enum(availabilities),
  stock: z.int().min(0).max(10_000_000).optional(),
  images: z.array(web).max(50),
  measure: z.object({ amount: z.int().min(1), unit: z.enum(measureUnits) }).optional(),
  /** How many of `measure` are in one of what `priceMinor` buys, when it is more than one. */
  caseSize: z.int().min(2).max(100_000).optional(),
}

const variant = z.object({
  externalId: text(2_000),
  url: web.optional(),
  ...fields,
  /** What tells it from its siblings: colour, size, weight. */
  options: z.record(z.string(), text(200)),
})

export type FoundVariant = z.infer<typeof variant>

/** A product as a page shows it: nothing is invented, and each field says where it was read. */
export const foundProduct = z.object({
  /** The same at every visit: sku, gtin, mpn or the address, whichever is there first. */
  externalId: text(2_000),
  url: web,
  ...fields,
  /** From the general to the particular. */
  category: z.array(text(200)).max(20),
  variants: z.array(variant).max(500),
  evidence,
})

export type FoundProduct = z.infer<typeof foundProduct>
export type How = z.infer<typeof evidence>[string]['how']
export type Evidence = z.infer<typeof evidence>

/** A product, or why what was read is none; neither when nothing was read. */
export interface Checked {
  product?: FoundProduct
  /** In words for people, with the field's name. */
  refused?: string
}

const fieldWords: Readonly<Record<string, string>> = {
  externalId: 'number',
  sku: 'number',
  url: 'address',
  priceMinor: 'price',
  listPriceMinor: 'price before',
  gtin: 'barcode',
  mpn: 'maker’s number',
  caseSize: 'number of pieces in a case',
}

/** @see Checked */
export function checked(read: Record<string, unknown>): Checked {
  const { success, data, error } = foundProduct.safeParse(read)
  if (success) return { product: data }
  const path = error.issues[0]?.path ?? []
  const field = String(path[0] === 'variants' ? (path[2] ?? 'sizes') : path[0])
  const name = String(read.name).slice(0, 100)
  return { refused: `“${name}” was left out: its ${fieldWords[field] ?? field} cannot be right.` }
}
