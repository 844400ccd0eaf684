import type { CheerioAPI } from 'cheerio'
import { parseMachinePrice } from '../prices/parse-machine-price.ts'
import { isCurrency } from '../prices/currencies.ts'
import { findMeasure } from '../prices/parse-measure.ts'
import { absolute, type Draft, type PageHints } from './draft.ts'
import { gtinOf } from './gtin.ts'
import { availabilityOf } from './offers.ts'
import { plainText } from './plain-text.ts'

type First = (...names: string[]) => string | undefined

/** What Open Graph says of the product a page is about; undefined when it is about something else. */
export function openGraphProduct($: CheerioAPI, hints: PageHints): Draft | undefined {
  const metas = $('meta')
    .toArray()
    .map(({ attribs }) => ({
      name: (attribs.property ?? attribs.name ?? '').toLowerCase(),
      content: (attribs.content ?? '').trim(),
    }))
    .filter(({ name, content }) => /^(og|product|twitter):/.test(name) && content !== '')
  const all = (name: string) =>
    metas.filter((meta) => meta.name === name).map(({ content }) => content)
  const first: First = (...names) => names.flatMap((name) => all(name))[0]
  const hasPrice = metas.some(({ name }) => /^(product|og):price:amount$/.test(name))
  if (!hasPrice && !/^(og:)?product/.test(first('og:type') ?? '')) return undefined
  const lines = metas.map((meta) => `${meta.name}: ${meta.content}`).join('\n')
  const images = all('og:image').flatMap((image) => absolute(image, hints.url) ?? [])
  return {
    how: 'open-graph',
    variants: [],
    snippets: { whole: lines.slice(0, 2_000) },
    fields: {
      ...wordsOf(first, hints),
      ...pricesOf(first, hints),
      availability: availabilityOf(first('product:availability', 'og:availability')),
      images: [...new Set(images)].slice(0, 50),
      category: [],
    },
  }
}

function wordsOf(first: First, { url }: PageHints): Draft['fields'] {
  const name = plainText(first('og:title', 'twitter:title') ?? '').slice(0, 500)
  const measure = findMeasure(name)
  return {
    name: name === '' ? undefined : name,
    url: absolute(first('og:url'), url),
    description: plainText(first('og:description') ?? '').slice(0, 20_000) || undefined,
    brand: first('product:brand', 'og:brand')?.slice(0, 200),
    sku: first('product:retailer_item_id', 'product:sku')?.slice(0, 200),
    mpn: first('product:mfr_part_no')?.slice(0, 200),
    gtin: gtinOf(first('product:gtin', 'product:ean', 'product:upc')),
    measure: measure && { amount: measure.amount, unit: measure.unit },
    caseSize: measure && measure.count > 1 ? measure.count : undefined,
  }
}

function pricesOf(first: First, hints: PageHints): Draft['fields'] {
  const said = first('product:price:currency', 'og:price:currency')?.toUpperCase()
  const currency = said ?? hints.currency
  if (currency === undefined || !isCurrency(currency)) return {}
  const minor = (raw: string | undefined) => {
    const parsed = raw === undefined ? undefined : parseMachinePrice(raw, { ...hints, currency })
    return parsed && 'price' in parsed ? parsed.price.amount : undefined
  }
  const usual = minor(first('product:price:amount', 'og:price:amount'))
  const priceMinor = minor(first('product:sale_price:amount')) ?? usual
  if (priceMinor === undefined) return {}
  const list = minor(first('product:original_price:amount')) ?? usual ?? 0
  return { priceMinor, currency, ...(list > priceMinor && { listPriceMinor: list }) }
}
