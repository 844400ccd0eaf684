import { isCurrency } from '../prices/currencies.ts'
import { parseMachinePrice } from '../prices/parse-machine-price.ts'
import type { PriceHints } from '../prices/parse-price.ts'
import type { FoundProduct } from './found-product.ts'
import { type DataNode, nodesOf, textOf, typeName } from './node.ts'

export interface Offered {
  priceMinor?: number
  currency?: string
  listPriceMinor?: number
  availability?: FoundProduct['availability']
  stock?: number
  snippet: string
}

/**
 * What a thing costs now, of all its offers: the cheapest that can be had, or the cheapest of all
 * when none can. A strike-through price is what it costs otherwise, and the price only once a sale is
 * over and nothing else is said.
 */
export function offerOf(node: DataNode, hints: PriceHints): Offered | undefined {
  const offers = nodesOf(node, 'offers').flatMap((offer) => withinAggregate(offer))
  const all = offers.map((offer) => readOffer(offer, hints))
  const own = node.props.price === undefined ? [] : [readOffer(node, hints)]
  const [best] = [...all, ...own].toSorted(
    (a, b) => rank(a) - rank(b) || (a.priceMinor ?? Infinity) - (b.priceMinor ?? Infinity),
  )
  return best
}

function rank({ priceMinor, availability }: Offered): number {
  if (priceMinor === undefined) return 2
  return availability === 'out_of_stock' ? 1 : 0
}

/** An AggregateOffer that lists its offers is those; one that does not has its lowest price. */
function withinAggregate(offer: DataNode): DataNode[] {
  const listed = nodesOf(offer, 'offers')
  return listed.length > 0
    ? listed.map((one) => ({ ...one, props: { ...outer(offer), ...one.props } }))
    : [offer]
}

function outer({ props }: DataNode): DataNode['props'] {
  const { priceCurrency, availability } = props
  return { ...(priceCurrency && { priceCurrency }), ...(availability && { availability }) }
}

function readOffer(offer: DataNode, hints: PriceHints): Offered {
  const specifications = nodesOf(offer, 'priceSpecification')
  const sale = specifications.find((one) => isKind(one, 'saleprice') && !isOver(one))
  const list = specifications.find((one) => /^(list|strikethrough|srp|msrp)/.test(kindOf(one)))
  const plain = specifications.find((one) => kindOf(one) === '' && !isPerMeasure(one))
  const said = [sale, offer, plain, list].find((one) => one && rawPrice(one) !== undefined)
  const currency = currencyOf(said, offer, ...specifications) ?? hints.currency
  const read = (one: DataNode | undefined) => {
    const raw = one && rawPrice(one)
    if (raw === undefined || currency === undefined) return undefined
    const parsed = parseMachinePrice(raw, { ...hints, currency })
    return 'price' in parsed ? parsed.price.amount : undefined
  }
  const priceMinor = read(said)
  const listPriceMinor = read(list)
  const isReduced =
    !isOver(offer) &&
    listPriceMinor !== undefined &&
    priceMinor !== undefined &&
    listPriceMinor > priceMinor
  const availability = availabilityOf(textOf(offer, 'availability'))
  const stock = stockOf(offer)
  return {
    snippet: offer.snippet,
    ...(priceMinor !== undefined && currency !== undefined && { priceMinor, currency }),
    ...(isReduced && { listPriceMinor }),
    ...(availability && { availability }),
    ...(stock !== undefined && { stock }),
  }
}

function rawPrice({ props }: DataNode): string | number | undefined {
  const value = [...(props.price ?? []), ...(props.lowPrice ?? [])][0]
  return typeof value === 'object' || value === '' ? undefined : value
}

function kindOf(specification: DataNode): string {
  return typeName(textOf(specification, 'priceType') ?? '')
}

const isKind = (one: DataNode, kind: string) => kindOf(one) === kind

/** Until when a price holds; a day without a clock is over when it is over everywhere on Earth. */
function isOver(one: DataNode): boolean {
  const until = textOf(one, 'priceValidUntil') ?? textOf(one, 'validThrough') ?? ''
  const at = Date.parse(until) + (/^\d{4}-\d\d-\d\d$/.test(until) ? 36 * 3_600_000 : 0)
  return at < Date.now()
}

/** `2.50 for 100 g` says what another amount would cost. */
function isPerMeasure(specification: DataNode): boolean {
  return nodesOf(specification, 'referenceQuantity').length > 0
}

function currencyOf(...nodes: (DataNode | undefined)[]): string | undefined {
  for (const node of nodes) {
    const code = node && textOf(node, 'priceCurrency')?.toUpperCase()
    if (code !== undefined && isCurrency(code)) return code
  }
  return undefined
}

const words: readonly [RegExp, FoundProduct['availability']][] = [
  [/^(instock|limitedavailability|instoreonly|onlineonly|available|madetoorder)$/, 'in_stock'],
  [/^(outofstock|soldout|discontinued|oos|unavailable|reserved)$/, 'out_of_stock'],
  [/^(preorder|presale|backorder|availablefororder|pending)$/, 'preorder'],
]

/** From schema.org's names and Open Graph's words: `InStock`, `in stock`, `http://schema.org/SoldOut`. */
export function availabilityOf(text: string | undefined): FoundProduct['availability'] | undefined {
  const word = typeName(text ?? '').replaceAll(/[^a-z]/g, '')
  return words.find(([pattern]) => pattern.test(word))?.[1]
}

function stockOf(offer: DataNode): number | undefined {
  const level = nodesOf(offer, 'inventoryLevel')[0]
  const said = level ? textOf(level, 'value') : textOf(offer, 'inventoryLevel')
  return said !== undefined && /^\d{1,7}(\.0+)?$/.test(said) ? Number.parseInt(said, 10) : undefined
}
