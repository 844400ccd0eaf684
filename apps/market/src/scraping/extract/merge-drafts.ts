import type { Draft, PageHints } from './draft.ts'
import { type Checked, checked, type Evidence } from './found-product.ts'

/** Fields that belong together: a price of one source with the currency of another is no price. */
const together: Readonly<Record<string, string>> = {
  currency: 'priceMinor',
  listPriceMinor: 'priceMinor',
  caseSize: 'measure',
}

/**
 * One product of what several sources say, the most trusted first; none when no source names one.
 */
export function mergeDrafts(drafts: Draft[], { url }: PageHints): Checked {
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
  if (fields.name === undefined) return {}
  const address = addressOf(fields.url, url)
  return checked({
    images: [],
    category: [],
    availability: 'unknown',
    ...fields,
    url: address,
    externalId: fields.sku ?? fields.gtin ?? fields.mpn ?? address,
    variants: drafts.find(({ variants }) => variants.length > 0)?.variants ?? [],
    evidence,
  })
}

/** A page may say that it is another; of another host it may not. */
function addressOf(said: unknown, url: string): string {
  return typeof said === 'string' && URL.parse(said)?.host === URL.parse(url)?.host ? said : url
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === 'unknown' || (Array.isArray(value) && value.length === 0)
}
