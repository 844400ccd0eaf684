import type { CheerioAPI } from 'cheerio'
import { parseMachinePrice } from '../prices/parse-machine-price.ts'
import { isCurrency } from '../prices/currencies.ts'
import { findMeasure } from '../prices/parse-measure.ts'
import { absolute, type Draft, type PageHints } from './draft.ts'
import { gtinOf } from './gtin.ts'
import { availabilityOf } from './offers.ts'
import { plainText } from './plain-text.ts'

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
  const first = (...names: string[]) => names.flatMap((name) => all(name))[0]
  const isAbout =
    /^(og:)?product/.test(first('og:type') ?? '') ||
    metas.some(({ name }) => /^(product|og):price:amount$/.test(name))
  if (!isAbout) return undefined
  const code = first('product:price:currency', 'og:price:currency')?.toUpperCase() ?? hints.currency
  const currency = code !== undefined && isCurrency(code) ? code : undefined
  const minor = (raw: string | undefined) => {
    if (raw === undefined || currency === undefined) return undefined
    const parsed = parseMachinePrice(raw, { locale: hints.locale, currency })
    return 'price' in parsed ? parsed.price.amount : undefined
  }
  const name = plainText(first('og:title', 'twitter:title') ?? '').slice(0, 500)
  const usual = minor(first('product:price:amount', 'og:price:amount'))
  const priceMinor = minor(first('product:sale_price:amount')) ?? usual
  const list = minor(first('product:original_price:amount')) ?? usual
  const measure = findMeasure(name)
  return {
    how: 'open-graph',
    variants: [],
    snippets: {
      whole: metas
        .map((meta) => `${meta.name}: ${meta.content}`)
        .join('\n')
        .slice(0, 2_000),
    },
    fields: {
      name: name === '' ? undefined : name,
      url: absolute(first('og:url'), hints.url),
      description: plainText(first('og:description') ?? '').slice(0, 20_000) || undefined,
      brand: first('product:brand', 'og:brand')?.slice(0, 200),
      sku: first('product:retailer_item_id', 'product:sku')?.slice(0, 200),
      mpn: first('product:mfr_part_no')?.slice(0, 200),
      gtin: gtinOf(first('product:gtin', 'product:ean', 'product:upc')),
      ...(priceMinor !== undefined && { priceMinor, currency }),
      listPriceMinor:
        list !== undefined && priceMinor !== undefined && list > priceMinor ? list : undefined,
      availability: availabilityOf(first('product:availability', 'og:availability')),
      images: [
        ...new Set(all('og:image').flatMap((image) => absolute(image, hints.url) ?? [])),
      ].slice(0, 50),
      category: [],
      measure: measure && { amount: measure.amount, unit: measure.unit },
      caseSize: measure && measure.count > 1 ? measure.count : undefined,
    },
  }
}
