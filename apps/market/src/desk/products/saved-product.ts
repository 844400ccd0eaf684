import type { ProductChange } from './product-change.ts'
import { typedPrice } from './parse-typed-price.ts'
import type { ReadProduct } from './queries.ts'
import { newVariant, type TypedProduct, type TypedRow } from './typed-product.ts'
import { localOf } from '@rose-ash/shared/time'

/** What is saved of a product, as a save has it. */
export function changeOfSaved(product: ReadProduct): ProductChange {
  const { title, slug, description, producer, origin, allergens, labels, taxClass } = product
  const { options, categoryIds, related, pictures } = product
  const variants = product.variants.map(({ supplyId: _s, onHand: _o, held: _h, ...rest }) => rest)
  return {
    title,
    slug,
    description,
    producer,
    origin,
    allergens,
    labels,
    taxClass,
    options,
    categoryIds,
    related: related.map(({ slug: part }) => part),
    pictures,
    variants,
  }
}

/** What is saved of a product, as its form shows it. */
export function typedOfSaved(product: ReadProduct, timeZone: string): TypedProduct {
  const { options } = product
  return {
    words: {
      title: product.title,
      slug: product.slug,
      description: product.description,
      producer: product.producer ?? '',
      origin: product.origin ?? '',
      allergens: product.allergens.join(', '),
      labels: product.labels.join(', '),
      taxClass: product.taxClass,
      related: product.related.map(({ slug }) => slug).join('\n'),
      ...Object.fromEntries(options.map(({ name }, place) => [`option${place}`, name])),
    },
    categoryIds: product.categoryIds,
    pictures: product.pictures.map((picture) => ({ ...picture })),
    variants: product.variants.map((variant) => typedVariant(variant, timeZone)),
  }
}

/** The form of a product that is not there yet. */
export const typedOfNothing = (): TypedProduct => ({
  words: { taxClass: 'standard' },
  categoryIds: [],
  pictures: [{}],
  variants: [newVariant()],
})

function typedVariant(variant: ReadProduct['variants'][number], timeZone: string): TypedRow {
  const { currency, optionValues } = variant
  return {
    id: variant.id,
    title: variant.title,
    ...Object.fromEntries(optionValues.map((value, place) => [`option${place}`, value])),
    price: typedPrice(variant.priceMinor, currency),
    memberPrice: typedPrice(variant.memberPriceMinor, currency),
    choose: variant.floorMinor === null ? '' : 'on',
    floor: typedPrice(variant.floorMinor, currency),
    salePrice: typedPrice(variant.salePriceMinor, currency),
    saleFrom: localOf(variant.saleFrom, timeZone),
    saleUntil: localOf(variant.saleUntil, timeZone),
    measureAmount: number(variant.measureAmount),
    measureUnit: variant.measureUnit ?? '',
    weighed: variant.weighed ? 'on' : '',
    minPerOrder: number(variant.minPerOrder),
    maxPerOrder: number(variant.maxPerOrder),
    sku: variant.sku ?? '',
    gtin: variant.gtin ?? '',
    lowStockAt: number(variant.lowStockAt),
    backorder: number(variant.backorder),
    active: variant.active ? 'on' : '',
  }
}

const number = (value: number | null) => (value === null ? '' : String(value))

const chosen = ({ categoryIds }: TypedProduct) => `${categoryIds.length} chosen`

const names: Record<string, string> = {
  title: 'Name',
  slug: 'Address',
  description: 'Description',
  producer: 'Producer',
  origin: 'Comes from',
  allergens: 'Allergens',
  labels: 'Labels',
  taxClass: 'Tax class',
  related: 'Related products',
  categories: 'Categories',
  price: 'Price',
  memberPrice: 'Members’ price',
  choose: 'Buyers choose what they pay',
  floor: 'Least to pay',
  salePrice: 'Sale price',
  saleFrom: 'Sale from',
  saleUntil: 'Sale until',
  measureAmount: 'Amount',
  measureUnit: 'Unit',
  weighed: 'Weighed',
  minPerOrder: 'Least of an order',
  maxPerOrder: 'Most of an order',
  sku: 'SKU',
  gtin: 'Barcode',
  lowStockAt: 'Low from',
  backorder: 'Sold ahead',
  active: 'On sale',
  image: 'Picture',
  alt: 'Description',
}

/** One field that two people made different things of. */
export interface Difference {
  field: string
  theirs: string
  mine: string
}

/** Where what is typed differs from what somebody else has saved meanwhile. */
export function differencesOf(theirs: TypedProduct, mine: TypedProduct): Difference[] {
  const found = rowDifferences('', theirs.words, mine.words, names)
  const categories = [theirs, mine].map(({ categoryIds }) => String(categoryIds.toSorted()))
  if (categories[0] !== categories[1]) {
    found.push({ field: 'Categories', theirs: chosen(theirs), mine: chosen(mine) })
  }
  const rows = (kind: 'pictures' | 'variants', words: string) => {
    const length = Math.max(theirs[kind].length, mine[kind].length)
    for (let place = 0; place < length; place += 1) {
      const [their = {}, my = {}] = [theirs[kind][place], mine[kind][place]]
      found.push(...rowDifferences(`${words} ${place + 1}: `, their, my, names))
    }
  }
  rows('pictures', 'Picture')
  rows('variants', 'Size')
  return found
}

function rowDifferences(
  before: string,
  theirs: TypedRow,
  mine: TypedRow,
  known: Record<string, string>,
): Difference[] {
  return [...new Set([...Object.keys(theirs), ...Object.keys(mine)])].flatMap((key) => {
    const [their = '', my = ''] = [theirs[key]?.trim(), mine[key]?.trim()]
    const label = known[key] ?? (/^option\d$/.test(key) ? 'Option' : undefined)
    if (label === undefined || their.replaceAll('\r', '') === my.replaceAll('\r', '')) return []
    return [{ field: before + label, theirs: their, mine: my }]
  })
}
