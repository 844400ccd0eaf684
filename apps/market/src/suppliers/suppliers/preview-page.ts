import { load } from 'cheerio'
import type { suppliers } from '@rose-ash/shared/db/models/market-suppliers'
import { BadInput } from '@rose-ash/shared/errors'
import type { FieldReport } from '../../scraping/recipe/apply-recipe.ts'
import { findLinks } from '../../scraping/recipe/find-links.ts'
import { normaliseUrl } from '../../scraping/recipe/normalise-url.ts'
import type { Recipe } from '../../scraping/recipe/recipe.ts'
import type { Page } from '../runs/claim-page.ts'
import { mergedProducts } from '../runs/read-page.ts'
import { visitPage } from '../runs/visit-page.ts'
import { words } from '../runs/words.ts'
import type { SupplierParts } from '../supplier-parts.ts'

export interface Preview {
  url: string
  /** Why there is nothing to show. */
  problem?: string
  /** What was found, who said it, and the piece of the page that says it. */
  fields: { name: string; value: string; how: string; snippet: string }[]
  reports: FieldReport[]
  links: { products: string[]; next: string[] }
  others: number
}

type Supplier = typeof suppliers.$inferSelect

const longestWaitMs = 10_000
const largest = 1_000_000

/**
 * Reads one page with a recipe that need not be saved yet, and shows what came of it. It is a request
 * as any other: it takes its turn and asks robots.txt.
 *
 * @throws {BadInput} for an address that is not on the supplier's own site.
 */
export async function previewPage(
  parts: SupplierParts,
  { supplier, recipe, address }: { supplier: Supplier; recipe: Recipe; address: string },
): Promise<Preview> {
  const start = supplier.startUrl ?? address
  const url = normaliseUrl(address, start)
  if (url === undefined || new URL(url).host !== URL.parse(start)?.host)
    throw new BadInput('Give an address on the supplier’s own site.')
  const page = aPage(supplier, url)
  const visit = await visitPage({ ...parts, supplier }, page, longestWaitMs)
  const empty = { url, fields: [], reports: [], links: { products: [], next: [] }, others: 0 }
  if (!visit.asked)
    return {
      ...empty,
      problem: visit.problem ?? 'The shop is being read just now. Try again soon.',
    }
  const { outcome } = visit
  if (outcome.outcome !== 'ok') return { ...empty, problem: words(outcome) }
  if (outcome.text.length > largest)
    return { ...empty, problem: 'This page is too large to be shown here. A run reads it.' }
  const { locale, currency } = supplier
  const { text, finalUrl } = outcome
  const $ = load(text)
  const { product, others, refused, applied } = mergedProducts($, {
    url: finalUrl,
    recipe,
    locale,
    currency,
  })
  const fields = Object.entries(product?.evidence ?? {}).map(([name, { how, snippet }]) => ({
    name,
    value: shown(product?.[name as keyof typeof product]),
    how,
    snippet: snippet.slice(0, 500),
  }))
  const nothing = 'Neither the page nor the recipe names a product here.'
  return {
    url: finalUrl,
    fields,
    reports: applied.reports,
    links: findLinks(text, finalUrl, recipe),
    others: others.length,
    ...(!product && { problem: refused[0] ?? nothing }),
  }
}

function shown(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 300)
}

function aPage({ id: supplierId }: Supplier, url: string): Page {
  return {
    supplierId,
    url,
    kind: 'product',
    runId: null,
    depth: 0,
    attempts: 1,
    notBefore: null,
    outcome: null,
    status: null,
    problem: null,
    etag: null,
    lastModified: null,
    contentHash: null,
    bytes: null,
    fetchedAt: null,
    links: null,
    itemIds: [],
  }
}
