import type { FoundProduct } from '../../scraping/extract/found-product.ts'
import { priceOf } from './comparable.ts'
import type { openProposals } from './queries.ts'

type Row = Awaited<ReturnType<typeof openProposals>>['rows'][number]

const evidenceOf: Readonly<Record<string, string>> = { price: 'priceMinor', image: 'images' }

const words: Readonly<Record<string, string>> = {
  in_stock: 'there',
  out_of_stock: 'sold out',
  preorder: 'to come',
  gone: 'no longer offered',
}

/** A proposal as the review shows it: each change in words, with the piece of the page that says it. */
export function reviewRow(row: Row, currency: string) {
  const found = row.found as FoundProduct
  return {
    ...row,
    currency,
    image: found.images[0],
    changes: row.changes.map(({ field, from, to }) => ({
      field,
      from: side(field, from),
      to: side(field, to),
      snippet: found.evidence[evidenceOf[field] ?? field]?.snippet.slice(0, 600),
    })),
  }
}

/** A price goes to the template as money, everything else as words. */
function side(field: string, value: unknown): { money?: object; text?: string; link?: string } {
  if (value === null || value === undefined) return {}
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const money = field === 'price' ? priceOf(text) : undefined
  if (money) return { money }
  // Shown by its address: our pages show no files of other hosts, and it is ours only once it is accepted.
  if (field === 'image') return { link: text }
  return { text: (field === 'availability' ? (words[text] ?? text) : text).slice(0, 500) }
}
