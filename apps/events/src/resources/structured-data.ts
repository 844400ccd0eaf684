import { minorDigits, toMajor } from '@rose-ash/shared/money'
import type { Resource, Slot } from './queries.ts'

/** Something bookable as search engines read it, each slot an offer: https://schema.org/Service */
export function serviceLd(resource: Resource, slots: Slot[], urls: { own: string; page: string }) {
  const { title, description, place, price, image, page } = resource
  return {
    '@context': 'https://schema.org',
    '@type': 'Service',
    name: title,
    url: urls.own,
    ...(description && { description }),
    ...(image?.includes('/') && { image }),
    areaServed: { '@type': 'Place', name: place },
    provider: { '@type': 'Organization', name: page.title, url: urls.page },
    offers: slots.map(({ startsAt, endsAt, left }) => ({
      '@type': 'Offer',
      url: urls.own,
      price: toMajor(price).toFixed(minorDigits(price.currency)),
      priceCurrency: price.currency,
      availabilityStarts: startsAt.toISOString(),
      availabilityEnds: endsAt.toISOString(),
      availability: `https://schema.org/${left > 0 ? 'InStock' : 'SoldOut'}`,
    })),
  }
}
