import { minorDigits, type Money, toMajor } from '@rose-ash/shared/money'
import { pictureAddress } from '@rose-ash/shared/services/market/picture-address'
import type { Product, Variant } from './find-product.ts'

/** A product as search engines read it: https://schema.org/Product */
export function productLd(product: Product, url: string): object {
  const { title, description, producer, variants } = product
  const offers = variants.map((variant) => offerLd(product, variant, url))
  const [only] = variants
  const { origin } = new URL(url)
  const pictures = [product.image, ...product.images.map(({ image }) => image)]
  const images = pictures.flatMap((image) => pictureAddress(image, origin) ?? [])
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: title,
    url,
    ...(description && { description }),
    ...(images.length > 0 && { image: images }),
    ...(producer && { brand: { '@type': 'Brand', name: producer } }),
    ...(variants.length === 1 && only?.sku && { sku: only.sku }),
    ...(variants.length === 1 && only?.gtin && { gtin: only.gtin }),
    offers: offers.length === 1 ? offers[0] : aggregate(variants, offers),
  }
}

/** The way to a page: https://schema.org/BreadcrumbList */
export function breadcrumbLd(trail: { label: string; href: string }[], origin: string): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    itemListElement: trail.map(({ label, href }, at) => ({
      '@type': 'ListItem',
      position: at + 1,
      name: label,
      item: origin + href,
    })),
  }
}

function aggregate(variants: readonly Variant[], offers: object[]): object {
  const prices = variants.map(({ price }) => price).toSorted((a, b) => a.amount - b.amount)
  const [lowest, highest] = [prices[0], prices.at(-1)]
  return {
    '@type': 'AggregateOffer',
    offerCount: offers.length,
    ...(lowest && { lowPrice: written(lowest), priceCurrency: lowest.currency }),
    ...(highest && { highPrice: written(highest) }),
    offers,
  }
}

function offerLd(product: Product, variant: Variant, url: string): object {
  const { price, saleUntil, sku, gtin, title } = variant
  return {
    '@type': 'Offer',
    name: title,
    url,
    price: written(price),
    priceCurrency: price.currency,
    availability: `https://schema.org/${availabilityOf(variant)}`,
    ...(saleUntil && { priceValidUntil: saleUntil.toISOString().slice(0, 10) }),
    ...(sku && { sku }),
    ...(gtin && { gtin }),
    ...(product.page && { seller: { '@type': 'Organization', name: product.page.title } }),
  }
}

/** One of schema.org's values of `ItemAvailability`. */
function availabilityOf({ left, stock }: Pick<Variant, 'left' | 'stock'>): string {
  if (left === 0) return 'SoldOut'
  if (stock === 0) return 'BackOrder'
  return stock !== null && stock <= 5 ? 'LimitedAvailability' : 'InStock'
}

/** "4.40": without a currency and a thousands separator. */
export const written = (money: Money): string => toMajor(money).toFixed(minorDigits(money.currency))
