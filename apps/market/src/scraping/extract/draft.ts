import type { FoundProduct, FoundVariant, How } from './found-product.ts'

type Fields = Omit<FoundProduct, 'evidence' | 'variants' | 'externalId'>

/** What one source says of a product; what it does not say is missing. */
export interface Draft {
  fields: { [K in keyof Fields]?: Fields[K] | undefined }
  variants: FoundVariant[]
  how: How
  /** Where each field was read; `whole` for all that are not named. */
  snippets: { [field: string]: string; whole: string }
}

/** What is known about a page before it is read. */
export interface PageHints {
  /** Where the page is, after redirects. */
  url: string
  locale?: string | undefined
  /** The supplier's currency. */
  currency?: string | undefined
}

/** An absolute http(s) address from one that a page names; undefined for any other. */
export function absolute(address: string | undefined, base: string): string | undefined {
  if (address === undefined || address.trim() === '') return undefined
  const url = URL.parse(address.trim(), base)
  return url && /^https?:$/.test(url.protocol) && url.href.length <= 2_000 ? url.href : undefined
}
