import { all, type Row } from './row.ts'

/** What everybody sees of the market. */
export function marketShopRows(): Row[] {
  return [
    row('/markets/:slug', '/markets/bread'),
    row('/markets/:slug/c/:category', '/markets/bread/c/loaves'),
    row('/markets/:slug/collections/:collection', '/markets/bread/collections/under-five-pounds'),
    row('/markets/:slug/rss.xml', '/markets/bread/rss.xml'),
    row('/products/:slug', '/products/tannery-sourdough'),
    row('/products.xml'),
    row('/drawings/:name.png', '/drawings/loaf.png'),
    row('/search', '/search?q=bread'),
    row('/sitemap.xml'),
    row('/robots.txt'),
  ]
}

const row = (url: string, path = url): Row => ({
  app: 'market',
  method: 'GET',
  url,
  path,
  statuses: all(200),
})
