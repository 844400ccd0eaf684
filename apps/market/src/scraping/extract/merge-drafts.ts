import type { Draft, PageHints } from './draft.ts'
import { type Evidence, type FoundProduct, foundProduct } from './found-product.ts'

/** Fields that belong together: a price of one source with the currency of another is no price. */
const together: Readonly<Record<string, string>> = {
  currency: 'priceMinor',
  listPriceMinor: 'priceMinor',
  caseSize: 'measure',
}

/**
 * One product of what several sources say, the most trusted first. Undefined when none gives it a
 * name, or what they give together is no product.
 */
export function mergeDrafts(drafts: Draft[], { url }: PageHints): FoundProduct | undefined {
  const fields: Record<string, unknown> = {}
  const evidence: Evidence = {}
  for (const { fields: said, how, snippets } of drafts) {
    const taken = new Set(Object.keys(fields))
    for (const [name, value] of Object.entries(said)) {
      const leader = together[name] ?? name
      if (isMissing(value) || taken.has(name) || taken.has(leader)) continue
      fields[name] = value
      evidence[name] = { how, snippet: (snippets[name] ?? snippets.whole).slice(0, 2_000) }
    }
  }
  const address = addressOf(fields.url, url)
  const parsed = foundProduct.safeParse({
    images: [],
    category: [],
    availability: 'unknown',
    ...fields,
    url: address,
    externalId: fields.sku ?? fields.gtin ?? fields.mpn ?? address,
    variants: drafts.find(({ variants }) => variants.length > 0)?.variants ?? [],
    evidence,
  })
  return parsed.success ? parsed.data : undefined
}

/** A page may say that it is another; of another host it may not. */
function addressOf(said: unknown, url: string): string {
  return typeof said === 'string' && URL.parse(said)?.host === URL.parse(url)?.host ? said : url
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === 'unknown' || (Array.isArray(value) && value.length === 0)
}
