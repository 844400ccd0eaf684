import { findMeasure } from '../prices/parse-measure.ts'
import { absolute, type Draft, type PageHints } from './draft.ts'
import type { FoundVariant, How } from './found-product.ts'
import { gtinOf } from './gtin.ts'
import { type DataNode, isNode, nodesOf, textOf } from './node.ts'
import { offerOf, type Offered } from './offers.ts'
import { plainText } from './plain-text.ts'

/** Whether a node is a thing that is sold. */
export function isProduct({ types }: DataNode): boolean {
  return types.some((type) =>
    /^(product|productgroup|individualproduct|productmodel|book)$/.test(type),
  )
}

/** What a node of schema.org says of a product. */
export function productOfNode(node: DataNode, how: How, hints: PageHints): Draft {
  const variants = [...nodesOf(node, 'hasVariant'), ...nodesOf(node, 'model').filter(isProduct)]
  const own = readFields(node, hints)
  const read = variants.map((variant) => readVariant(variant, own, hints))
  const offered = offerOf(node, hints) ?? cheapest(variants, hints)
  return {
    how,
    fields: {
      ...own,
      ...pricesOf(offered),
      category: categoryOf(node),
    },
    variants: read.filter((variant) => variant !== undefined).slice(0, 500),
    snippets: {
      whole: node.snippet,
      ...(offered && { priceMinor: offered.snippet, listPriceMinor: offered.snippet }),
    },
  }
}

function readFields(node: DataNode, { url }: PageHints) {
  const name = cut(plainText(textOf(node, 'name') ?? textOf(node, 'title') ?? ''), 500)
  const measured = measureOf(node) ?? findMeasure(name ?? '')
  const images = (node.props.image ?? []).flatMap((image) => imageOf(image, url) ?? [])
  return {
    url: absolute(textOf(node, 'url') ?? textOf(nodesOf(node, 'offers')[0] ?? node, 'url'), url),
    name,
    description: cut(plainText(textOf(node, 'description') ?? ''), 20_000),
    brand: cut(textOf(node, 'brand') ?? textOf(node, 'manufacturer'), 200),
    sku: cut(textOf(node, 'sku') ?? textOf(nodesOf(node, 'offers')[0] ?? node, 'sku'), 200),
    mpn: cut(textOf(node, 'mpn'), 200),
    gtin: ['gtin', 'gtin13', 'gtin14', 'gtin12', 'gtin8']
      .map((name) => gtinOf(textOf(node, name)))
      .find((gtin) => gtin !== undefined),
    images: [...new Set(images)].slice(0, 50),
    measure: measured && { amount: measured.amount, unit: measured.unit },
    caseSize: measured && measured.count > 1 ? measured.count : undefined,
  }
}

function readVariant(
  node: DataNode,
  parent: ReturnType<typeof readFields>,
  hints: PageHints,
): FoundVariant | undefined {
  const own = readFields(node, hints)
  const externalId = own.sku ?? own.gtin ?? own.mpn ?? own.url ?? node.id
  const name = own.name ?? parent.name
  if (externalId === undefined || name === undefined) return undefined
  const options = ['size', 'color', 'material', 'pattern', 'weight'].flatMap((option) => {
    const value = cut(textOf(node, option), 200)
    return value === undefined ? [] : [[option, value] as const]
  })
  const said = { ...own, ...pricesOf(offerOf(node, hints)), name, externalId }
  const known = Object.entries(said).filter(([, value]) => value !== undefined)
  return {
    ...Object.fromEntries(known),
    availability: said.availability ?? 'unknown',
    options: Object.fromEntries(options),
  } as FoundVariant
}

function pricesOf(offered: Offered | undefined) {
  if (!offered) return {}
  const { snippet: _, ...prices } = offered
  return prices
}

/** A group has no price of its own: it is shown with that of its cheapest variant. */
function cheapest(variants: DataNode[], hints: PageHints): Offered | undefined {
  const [first] = variants
  if (!first) return undefined
  const offers = variants.flatMap((variant) => nodesOf(variant, 'offers'))
  return offerOf({ ...first, props: { offers } }, hints)
}

function categoryOf(node: DataNode): string[] {
  const said = (node.props.category ?? []).map((value) =>
    isNode(value) ? textOf(value, 'name') : String(value),
  )
  const first = said.find((one) => one !== undefined && !/^https?:/.test(one))
  return plainText(first ?? '')
    .split(/\s*(?:>|›|»|\/)\s*/)
    .filter((part) => part !== '')
    .map((part) => part.slice(0, 200))
    .slice(0, 20)
}

function imageOf(image: DataNode['props'][string][number], base: string): string | undefined {
  if (!isNode(image)) return absolute(String(image), base)
  return absolute(textOf(image, 'contentUrl') ?? textOf(image, 'url') ?? image.id, base)
}

const unitCodes: Readonly<Record<string, string>> = {
  kgm: 'kg',
  grm: 'g',
  ltr: 'l',
  mlt: 'ml',
  h87: 'pcs',
}

function measureOf(node: DataNode) {
  const [weight] = [...nodesOf(node, 'weight'), ...nodesOf(node, 'size')]
  if (!weight) return findMeasure(textOf(node, 'weight') ?? '')
  const unit = textOf(weight, 'unitCode') ?? textOf(weight, 'unitText') ?? ''
  return findMeasure(`${textOf(weight, 'value') ?? ''} ${unitCodes[unit.toLowerCase()] ?? unit}`)
}

function cut(text: string | undefined, most: number): string | undefined {
  const short = text?.replaceAll(/\s+/g, ' ').trim().slice(0, most)
  return short === '' ? undefined : short
}
