import type { Config } from '@rose-ash/shared/config'
import type { EvensOut } from '@rose-ash/shared/contracts/cart'
import { pictureAddress } from '@rose-ash/shared/services/market/picture-address'
import { listingHref, ListingQuery } from '../listing/filter.ts'
import type { Product, Variant } from './find-product.ts'
import type { ShownPicture } from './shown-pictures.ts'
import { breadcrumbLd, productLd } from './structured-data.ts'

const MOST = 99
const everything = ListingQuery.parse({})

export interface Beside {
  /** Whether the prices that buyers chose even out; null where they choose none, or too few did. */
  evensOut: EvensOut | null
  /** At least one: without any, that of the ash leaf. */
  pictures: ShownPicture[]
}

/** What the page of a product is given. The desk's preview of it adds `preview`. */
export function productView(product: Product, { evensOut, pictures }: Beside, { origins }: Config) {
  const { title, description, market, page, producer } = product
  const marketHref = `/markets/${market.slug}`
  const trail = [
    { label: 'Market', href: '/' },
    { label: market.title, href: marketHref },
    ...product.categories.map(({ slug, title: label }) => ({
      label,
      href: `${marketHref}/c/${slug}`,
    })),
  ]
  const canonical = `${origins.market}/products/${product.slug}`
  const image = pictureAddress(product.image, origins.market)
  const chosen = product.variants.find(({ left }) => left !== 0)
  return {
    page: { title, description: description.slice(0, 300), canonical, image, app: 'market' },
    trail,
    evensOut,
    pictures,
    jsonLd: [
      productLd(product, canonical),
      breadcrumbLd([...trail, { label: title, href: `/products/${product.slug}` }], origins.market),
    ],
    product: {
      ...product,
      seller: page && { title: page.title, href: `${origins.blog}/${page.slug}` },
      producerHref: producer && listingHref(marketHref, { ...everything, producer: [producer] }),
      labels: product.labels.map((label) => ({
        label,
        href: listingHref(marketHref, { ...everything, label: [label] }),
      })),
      groups: groupsOf(product),
      weighed: product.variants.some(({ weighed }) => weighed),
      chosenId: chosen?.id,
      chosenMin: chosen?.min ?? 1,
      chosenMost: chosen ? most(chosen) : null,
      tax:
        product.taxBasisPoints > 0
          ? `Tax of ${product.taxBasisPoints / 100}% included`
          : 'No tax on it',
    },
  }
}

/** By the first option where there are several: "Size: Small", and below it its weights. */
function groupsOf({ options, variants }: Product) {
  const [first, ...others] = options
  if (!first || others.length === 0) {
    return [{ title: '', variants: variants.map((one) => shown(one, one.title)) }]
  }
  const groups = Map.groupBy(variants, ({ optionValues }) => optionValues[0] ?? '')
  return [...groups].map(([value, own]) => ({
    title: value && `${first.name}: ${value}`,
    variants: own.map((one) => shown(one, one.optionValues.slice(1).join(', ') || one.title)),
  }))
}

function shown(variant: Variant, label: string) {
  return { ...variant, label, most: most(variant), bounds: boundsOf(variant) }
}

/** How many of it fit into one order now. */
function most({ left, max }: Variant): number {
  return Math.min(left ?? MOST, max ?? MOST, MOST)
}

function boundsOf({ min, max }: Variant): string {
  const least = min > 1 ? `At least ${min}` : ''
  const atMost = max === null ? '' : `${least ? 'at' : 'At'} most ${max}`
  const bounds = [least, atMost].filter(Boolean).join(', ')
  return bounds && `${bounds} to an order`
}
