import type { CheerioAPI } from 'cheerio'
import { absolute, type Draft, type PageHints } from '../extract/draft.ts'
import type { FoundProduct } from '../extract/found-product.ts'
import { gtinOf } from '../extract/gtin.ts'
import { mergeDrafts } from '../extract/merge-drafts.ts'
import { findMeasure } from '../prices/parse-measure.ts'
import { parsePrice, priceProblems } from '../prices/parse-price.ts'
import { type Recipe, type RecipeField, recipeFields, type RecipeSource } from './recipe.ts'

/** What one selector did, for whoever is writing the recipe. */
export interface FieldReport {
  field: RecipeField
  matched: number
  /** The first three texts, as they were found. */
  values: string[]
  /** Why nothing came of it, in words for people. */
  problem?: string
}

export interface AppliedRecipe {
  /** Undefined when no name was found, or something is wrong with it. */
  product?: FoundProduct
  refused?: string
  draft: Draft
  reports: FieldReport[]
}

type Values = Draft['fields']

/** Reads a product as a supplier's recipe says; `product` joins other drafts by `mergeDrafts`. */
export function applyRecipe($: CheerioAPI, recipe: Recipe, hints: PageHints): AppliedRecipe {
  const context = { ...hints, ...known({ locale: recipe.locale, currency: recipe.currency }) }
  const reports: FieldReport[] = []
  const draft: Draft = { how: 'recipe', fields: {}, variants: [], snippets: { whole: '' } }
  for (const field of recipeFields) {
    const source = recipe.product[field]
    if (!source) continue
    const { matched, values, snippet } = read($, source)
    const taken = values.length === 0 ? undefined : takers[field](values, recipe, context)
    const problem = problemOf(source, matched, values, taken)
    reports.push({
      field,
      matched,
      values: values.slice(0, 3).map((value) => value.slice(0, 200)),
      ...(problem !== undefined && { problem }),
    })
    if (!taken || 'problem' in taken) continue
    Object.assign(draft.fields, taken.fields)
    for (const name of Object.keys(taken.fields)) draft.snippets[name] = snippet
  }
  return { ...mergeDrafts([draft], hints), draft, reports }
}

function problemOf(
  { attribute }: RecipeSource,
  matched: number,
  values: string[],
  taken: Taken | undefined,
): string | undefined {
  if (matched === 0) return 'Nothing on this page matches the selector.'
  if (values.length > 0) return taken && 'problem' in taken ? taken.problem : undefined
  return attribute === undefined
    ? 'What matches has no text.'
    : `What matches has no attribute “${attribute}”.`
}

function read($: CheerioAPI, { selector, attribute, after, before }: RecipeSource) {
  const elements = $(selector).toArray()
  const values = elements.slice(0, 100).flatMap((element) => {
    const raw = attribute === undefined ? $(element).text() : ($(element).attr(attribute) ?? '')
    const text = between(raw.replaceAll(/\s+/g, ' '), after, before).trim()
    return text === '' ? [] : [text]
  })
  return { matched: elements.length, values, snippet: $.html(elements[0]).slice(0, 2_000) }
}

function between(text: string, after = '', before = ''): string {
  const start = after === '' ? 0 : text.indexOf(after)
  if (start < 0) return ''
  const rest = text.slice(start + after.length)
  const end = before === '' ? -1 : rest.indexOf(before)
  return end < 0 ? rest : rest.slice(0, end)
}

type Taken = { fields: Values } | { problem: string }
const fields = (fields: Values): Taken => ({ fields })

type Take = (values: string[], recipe: Recipe, hints: PageHints) => Taken

const words =
  (field: 'name' | 'description' | 'brand' | 'sku', most: number): Take =>
  ([first = '']) =>
    fields({ [field]: first.slice(0, most) })

const price =
  (of: (amount: number, currency: string) => Values): Take =>
  ([first = ''], _recipe, hints) => {
    const parsed = parsePrice(first, hints)
    if ('problem' in parsed) return { problem: priceProblems[parsed.problem] }
    return fields(of(parsed.price.amount, parsed.price.currency))
  }

const wholeNumber =
  (field: 'stock' | 'caseSize'): Take =>
  ([first = '']) => {
    const number = /^\D*(\d{1,6})\D*$/.exec(first)?.[1]
    if (number === undefined) return { problem: 'This is no whole number.' }
    // A case of one is none.
    const isNone = field === 'caseSize' && Number(number) === 1
    return fields(isNone ? {} : { [field]: Number(number) })
  }

const takers: Readonly<Record<RecipeField, Take>> = {
  name: words('name', 500),
  description: words('description', 20_000),
  brand: words('brand', 200),
  sku: words('sku', 200),
  price: price((priceMinor, currency) => ({ priceMinor, currency })),
  listPrice: price((listPriceMinor) => ({ listPriceMinor })),
  stock: wholeNumber('stock'),
  caseSize: wholeNumber('caseSize'),
  gtin([first]) {
    const gtin = gtinOf(first)
    return gtin === undefined ? { problem: 'This is no valid barcode number.' } : fields({ gtin })
  },
  images(values, _recipe, { url }) {
    const images = values.flatMap((value) => absolute(value.split(/[ ,]/)[0], url) ?? [])
    if (images.length === 0) return { problem: 'No address of an image. Read the attribute src.' }
    return fields({ images: images.slice(0, 50) })
  },
  measure([first = '']) {
    const found = findMeasure(first)
    if (!found) return { problem: 'No measure such as 500 g or 6 x 330 ml.' }
    const { amount, unit, count } = found
    return fields({ measure: { amount, unit }, ...(count > 1 && { caseSize: count }) })
  },
  availability([first = ''], recipe) {
    const availability = wordOf(first, recipe)
    if (!availability) return { problem: 'Say in the recipe which words mean that it is there.' }
    return fields({ availability })
  },
  category: (values) => fields({ category: values.map((one) => one.slice(0, 200)).slice(0, 20) }),
}

/** "Not in stock" has "in stock" in it, so what is missing is looked for first. */
function wordOf(
  text: string,
  { inStock, outOfStock }: Recipe,
): FoundProduct['availability'] | undefined {
  const has = (words: string[]) =>
    words.some((word) => text.toLowerCase().includes(word.toLowerCase()))
  if (
    has([
      ...outOfStock,
      'out of stock',
      'sold out',
      'not in stock',
      'ausverkauft',
      'nicht auf lager',
      'nicht lieferbar',
    ])
  )
    return 'out_of_stock'
  if (has(['pre-order', 'preorder', 'vorbestell'])) return 'preorder'
  return has([...inStock, 'in stock', 'auf lager', 'lieferbar', 'en stock', 'available'])
    ? 'in_stock'
    : undefined
}

function known<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>
}
