import { load } from 'cheerio'
import { z } from 'zod'

/** A CSS selector that can be used; the message tells a person what to do. */
const selector = z
  .string()
  .trim()
  .min(1, 'Write a CSS selector, such as .product-title.')
  .max(200, 'This selector is too long. A class or an id is enough.')
  .refine(isSelector, 'This is no CSS selector. Try something like .product-title.')

const field = z.object({
  selector,
  /** The attribute to read, such as `content` or `src`; the text otherwise. */
  attribute: z
    .string()
    .regex(/^[a-zA-Z_:][\w:.-]{0,60}$/)
    .optional(),
  /** Only what comes behind this text counts: `Art.-No.:`. */
  after: z.string().max(100).optional(),
  /** Only what comes in front of this text counts. */
  before: z.string().max(100).optional(),
  /** Taken even where the page says something else to machines. */
  wins: z.boolean().optional(),
})

export const recipeFields = [
  'name',
  'description',
  'brand',
  'sku',
  'gtin',
  'price',
  'listPrice',
  'availability',
  'stock',
  'images',
  'measure',
  'caseSize',
  'category',
] as const

export type RecipeField = (typeof recipeFields)[number]

/** Where a supplier's pages keep what we want. There are no regular expressions: they can hang. */
export const recipe = z.object({
  list: z.object({ items: selector.optional(), next: selector.optional() }).default({}),
  product: z.partialRecord(z.enum(recipeFields), field).default({}),
  /** What its pages write when it is there, and when it is not: `Auf Lager`. */
  inStock: z.array(z.string().trim().min(1).max(100)).max(20).default([]),
  outOfStock: z.array(z.string().trim().min(1).max(100)).max(20).default([]),
  locale: z
    .string()
    .refine((tag) => isLocale(tag), 'Write a language such as en-GB.')
    .optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'Write a currency such as GBP.')
    .optional(),
})

export type Recipe = z.infer<typeof recipe>
export type RecipeSource = NonNullable<Recipe['product'][RecipeField]>

function isSelector(text: string): boolean {
  // `:has` within `:has` takes time that grows with the square of the page.
  if ((text.match(/:(has|not|is|where)\(/g) ?? []).length > 2) return false
  try {
    load('<p></p>')(text)
    return true
  } catch {
    return false
  }
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
