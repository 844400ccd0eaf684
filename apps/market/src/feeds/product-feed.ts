import type { Config } from '@rose-ash/shared/config'
import { pictureAddress } from '@rose-ash/shared/services/market/picture-address'
import { written } from '../products/structured-data.ts'
import type { FeedItem } from './queries.ts'

/**
 * All products for price engines, piece by piece: RSS 2.0 with Google's product attributes
 * (https://support.google.com/merchants/answer/7052112).
 */
export async function* productFeed(
  { cooperative, origins }: Pick<Config, 'cooperative' | 'origins'>,
  chunks: AsyncIterable<readonly FeedItem[]>,
): AsyncGenerator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>
<title>${xml(cooperative.name)}</title><link>${xml(origins.market)}/</link>
<description>${xml(cooperative.tagline)}</description>
`
  for await (const items of chunks)
    yield items.map((item) => itemXml(item, origins.market)).join('')
  yield '</channel></rss>\n'
}

function itemXml(item: FeedItem, origin: string): string {
  const onSale = item.nowMinor < item.priceMinor
  const money = (amount: number) =>
    `${written({ amount, currency: item.currency })} ${item.currency}`
  const image = pictureAddress(item.image, origin)
  const dates =
    onSale && item.saleFrom && item.saleUntil ? `${item.saleFrom}/${item.saleUntil}` : undefined
  const attributes: [name: string, value: string | null | undefined][] = [
    ['g:id', item.id],
    ['title', item.ways > 1 ? `${item.title}, ${item.variant}` : item.title],
    ['description', item.description.slice(0, 5_000) || item.title],
    ['link', `${origin}/products/${item.slug}`],
    ['g:image_link', image],
    ['g:price', money(item.priceMinor)],
    ['g:sale_price', onSale ? money(item.nowMinor) : undefined],
    ['g:sale_price_effective_date', dates],
    ['g:availability', availability(item)],
    ['g:condition', 'new'],
    ['g:brand', item.producer],
    ['g:gtin', item.gtin],
    ['g:mpn', item.sku],
    ['g:identifier_exists', item.gtin || (item.sku && item.producer) ? undefined : 'no'],
    ['g:item_group_id', item.ways > 1 ? item.productId : undefined],
    ['g:product_type', item.market],
  ]
  const lines = attributes.flatMap(([name, value]) =>
    value ? [`<${name}>${xml(value)}</${name}>`] : [],
  )
  return `<item>${lines.join('')}</item>\n`
}

function availability({ left, stocked }: FeedItem): string {
  if (stocked) return 'in_stock'
  return left ? 'backorder' : 'out_of_stock'
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text for XML 1.0, without the characters that it cannot have at all. */
function xml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"]/g, (one) => entities[one] ?? one)
}
