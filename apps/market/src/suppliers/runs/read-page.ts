import { type CheerioAPI, load } from 'cheerio'
import { productsOf } from '../../scraping/extract/extract-products.ts'
import { checked, type FoundProduct } from '../../scraping/extract/found-product.ts'
import { type AppliedRecipe, applyRecipe } from '../../scraping/recipe/apply-recipe.ts'
import { canonicalUrl, findLinks, parseSitemap } from '../../scraping/recipe/find-links.ts'
import { normaliseUrl } from '../../scraping/recipe/normalise-url.ts'
import { type Recipe, recipeFields } from '../../scraping/recipe/recipe.ts'

export interface PageLink {
  url: string
  kind: 'list' | 'product' | 'sitemap'
}

export interface PageToRead {
  text: string
  /** Where it was read, after redirects. */
  url: string
  kind: 'list' | 'product' | 'sitemap' | 'unknown'
  recipe: Recipe
  locale: string
  currency: string
}

export interface PageRead {
  products: FoundProduct[]
  links: PageLink[]
  /** Where the page says it is. */
  canonical: string
  /** What a person should know about it. */
  problem?: string
}

/** What a page shows and where it leads. Pure, and slow for large pages: see `readPageApart`. */
export function readPage(page: PageToRead): PageRead {
  const { text, url, kind } = page
  if (kind === 'sitemap') return readSitemap(text, url)
  const $ = load(text)
  const { product, others, refused } = mergedProducts($, page)
  const canonical = canonicalUrl($, url)
  if (kind === 'product') {
    const problem = refused[0] ?? problemOf(product, page.currency)
    const products = product ? singly(product) : []
    return { products, links: [], canonical, ...(problem !== undefined && { problem }) }
  }
  const { products: items, next } = findLinks(text, url, page.recipe)
  const named = others.flatMap((other) => linkOf(other, url) ?? [])
  const links: PageLink[] = [
    ...[...new Set([...items, ...named])].map((to) => ({ url: to, kind: 'product' as const })),
    ...next.map((to) => ({ url: to, kind: 'list' as const })),
  ]
  // What a list says of products that have no page of their own is all there is to know of them.
  const here = others.filter((other) => linkOf(other, url) === undefined)
  const products = [...(product ? [product] : []), ...here].flatMap(singly)
  const isEmpty = links.length === 0 && products.length === 0
  const nothing = 'Nothing on this page leads to products. Check the recipe’s links.'
  const problem = refused.length > 0 ? refused.slice(0, 5).join(' ') : isEmpty ? nothing : undefined
  return { products, links, canonical, ...(problem !== undefined && { problem }) }
}

/** What a page says of its product by itself and by the recipe, in that order of trust. */
export function mergedProducts(
  $: CheerioAPI,
  { url, recipe, locale, currency }: Omit<PageToRead, 'text' | 'kind'>,
): { product?: FoundProduct; others: FoundProduct[]; refused: string[]; applied: AppliedRecipe } {
  const hints = { url, locale: recipe.locale ?? locale, currency: recipe.currency ?? currency }
  const { product: said, others, refused } = productsOf($, hints)
  const applied = applyRecipe($, recipe, hints)
  const { product, refused: why } = said ? checked(completed(said, applied, recipe)) : applied
  const problems = why === undefined ? refused : [why, ...refused]
  return { ...(product && { product }), others, refused: problems, applied }
}

/** The recipe fills what the page does not say, and wins where it was told to. */
function completed(said: FoundProduct, { draft }: AppliedRecipe, recipe: Recipe): FoundProduct {
  const wins = new Set(recipeFields.filter((field) => recipe.product[field]?.wins))
  const merged: FoundProduct = { ...said, evidence: { ...said.evidence } }
  for (const [name, value] of Object.entries(draft.fields)) {
    const field = name === 'priceMinor' || name === 'currency' ? 'price' : name
    const leader = field === 'price' ? 'priceMinor' : name
    const mayWin = [...wins].some((won) => won === field || `${won}Minor` === field)
    if (isMissing(value) || !(mayWin || isMissing(said[leader as keyof FoundProduct]))) continue
    Object.assign(merged, { [name]: value })
    merged.evidence[name] = { how: 'recipe', snippet: draft.snippets[name] ?? '' }
  }
  return merged
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === 'unknown' || (Array.isArray(value) && value.length === 0)
}

function linkOf({ url }: FoundProduct, here: string): string | undefined {
  const link = normaliseUrl(url, here)
  const isHere = link === undefined || link === normaliseUrl(here, here)
  return isHere || new URL(link).host !== new URL(here).host ? undefined : link
}

function readSitemap(text: string, url: string): PageRead {
  const { pages, sitemaps } = parseSitemap(text, url)
  const links: PageLink[] = [
    ...sitemaps.map((to) => ({ url: to, kind: 'sitemap' as const })),
    ...pages.map((page) => ({ url: page.url, kind: 'product' as const })),
  ]
  const problem = links.length === 0 ? 'This sitemap names no pages of its own host.' : undefined
  return { products: [], links, canonical: url, ...(problem !== undefined && { problem }) }
}

function problemOf(product: FoundProduct | undefined, currency: string): string | undefined {
  if (!product) return 'No product that can be read is on this page.'
  if (product.priceMinor === undefined) return 'It names no price that can be trusted.'
  if (product.currency !== currency) return `Its price is in ${product.currency}, not ${currency}.`
  return undefined
}

/** Each size of a product is ordered by its own number, so it is an item of its own. */
function singly(product: FoundProduct): FoundProduct[] {
  if (product.variants.length < 2) return [product]
  const { category, evidence, url, ...whole } = product
  return product.variants.map(({ options, ...variant }) => {
    const words = Object.values(options).join(', ')
    return {
      ...whole,
      gtin: undefined,
      ...variant,
      name: (words === '' ? variant.name : `${whole.name}, ${words}`).slice(0, 500),
      description: variant.description ?? whole.description,
      images: variant.images.length > 0 ? variant.images : whole.images,
      url: variant.url ?? url,
      category,
      evidence,
      variants: [],
    }
  })
}
