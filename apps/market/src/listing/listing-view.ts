import type { Config } from '@rose-ash/shared/config'
import { minorDigits } from '@rose-ash/shared/money'
import { activeFilters, facetsOf } from './facets.ts'
import { listingHref, type ListingQuery, sorts } from './filter.ts'
import type { Listing, Place } from './read-listing.ts'

const sortNames = {
  shelf: 'As on the shelf',
  newest: 'Newest first',
  price: 'Price, lowest first',
  '-price': 'Price, highest first',
  title: 'By name',
}

type Site = Pick<Config, 'origins' | 'locale' | 'currency'>

/** What the templates of a listing are given. */
export function listingView(place: Place, query: ListingQuery, listing: Listing, site: Site) {
  const { market, category, collection } = place
  const path = pathOf(place)
  const { title, description } = category ?? collection ?? market
  const words = { categories: market.categories, money: wholeMoney(site) }
  const { blog, market: origin } = site.origins
  const active = activeFilters(path, query, words)
  return {
    page: {
      title: category || collection ? `${title} · ${market.title}` : title,
      description,
      canonical: origin + path,
      here: origin + listingHref(path, query),
      app: 'market',
      unlisted: active.length > 0 || query.after !== undefined || query.sort !== 'shelf',
    },
    market: {
      ...market,
      href: `/markets/${market.slug}`,
      seller: market.page && { title: market.page.title, href: `${blog}/${market.page.slug}` },
    },
    title,
    description,
    trail: trailOf(place),
    shelves: shelvesIn(place),
    collections:
      category || collection
        ? []
        : market.collections.map((one) => ({
            ...one,
            href: `/markets/${market.slug}/collections/${one.slug}`,
          })),
    here: listingHref(path, query),
    path,
    query,
    facets: facetsOf(query, listing, words),
    active,
    allHref: path,
    sorts: sorts.map((value) => ({
      value,
      label: value === 'shelf' && query.q ? 'Best match' : sortNames[value],
      chosen: value === query.sort,
    })),
    views: (['grid', 'list'] as const).map((view) => ({
      view,
      href: listingHref(path, { ...query, view }),
      chosen: view === query.view,
    })),
    total: listing.total,
    instead: listing.instead,
    products: listing.products,
    moreHref: listing.next && listingHref(path, query, listing.next),
    firstHref: query.after && listingHref(path, query),
  }
}

function pathOf({ market, category, collection }: Place): string {
  const path = `/markets/${market.slug}`
  if (category) return `${path}/c/${category.slug}`
  return collection ? `${path}/collections/${collection.slug}` : path
}

/** The way here, without the listing itself. */
function trailOf({ market, category, collection }: Place) {
  const trail = [{ label: 'Market', href: '/' }]
  if (!category && !collection) return trail
  trail.push({ label: market.title, href: `/markets/${market.slug}` })
  const above: typeof trail = []
  let parentId = category?.parentId
  while (parentId) {
    const parent = market.categories.find(({ id }) => id === parentId)
    if (!parent || above.length > 20) break
    above.unshift({ label: parent.title, href: `/markets/${market.slug}/c/${parent.slug}` })
    parentId = parent.parentId
  }
  return [...trail, ...above]
}

/** The categories right below. */
function shelvesIn({ market, category, collection }: Place) {
  if (collection) return []
  return market.categories
    .filter(({ parentId }) => parentId === (category?.id ?? null))
    .map((one) => ({ ...one, href: `/markets/${market.slug}/c/${one.slug}` }))
}

/** "£5", "£2.50": as people say it. */
function wholeMoney({ locale, currency }: Site): (amount: number) => string {
  const unit = 10 ** minorDigits(currency)
  return (amount) =>
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      trailingZeroDisplay: 'stripIfInteger',
    }).format(amount / unit)
}
