import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import Fastify from 'fastify'
import { type Engine, markups, type ShopProduct } from './shop-markup.ts'

export interface SupplierSite {
  url: string
  products: ShopProduct[]
  /** Every request, in order. */
  requests: { path: string; at: number; userAgent: string }[]
  engineOf(product: ShopProduct): Engine
  pathOf(product: ShopProduct): string
  /** What lies below `/img/`, by its name. */
  pictures: Map<string, Buffer>
  /** Paths that answer with an error for now. */
  failing: Set<string>
  /** Links these from its lists, too. */
  link(...paths: string[]): void
  /** Takes a product away, as suppliers do. */
  remove(id: number): void
  close(): Promise<void>
}

export interface SiteOptions {
  seed?: number
  count?: number
  /** Seconds that its robots.txt asks for between two requests. */
  crawlDelay?: number
  /** Of all products; one or another without. */
  currency?: ShopProduct['currency']
}

const engines = Object.keys(markups) as Engine[]
const goods = ['Bread', 'Käse', 'Honey', 'Olive oil', 'Apples', 'Lentils', 'Coffee', 'Soap']
const perPage = 24

/**
 * A supplier's shop on 127.0.0.1: the same products for the same seed, each in the markup of another
 * make of shop, with all that crawling meets: redirects and a loop, 404, 410, 429, slow and huge
 * pages, an archive bomb, forbidden paths, duplicates, a sitemap. Change `products` as you like.
 */
export async function startSupplierSite({
  seed = 1,
  count = 240,
  crawlDelay = 1,
  currency,
}: SiteOptions = {}): Promise<SupplierSite> {
  const products = makeProducts(seed, count, currency)
  const requests: SupplierSite['requests'] = []
  const app = Fastify({ forceCloseConnections: true })
  const engineOf = ({ id }: ShopProduct) => engines[id % engines.length] ?? 'table'
  const pathOf = ({ id }: ShopProduct) => `/products/${id}`
  const failing = new Set<string>()
  const pictures = new Map<string, Buffer>()
  const extra: string[] = []
  let refusals = 0

  app.addHook('onRequest', async (request, reply) => {
    const userAgent = request.headers['user-agent'] ?? ''
    requests.push({ path: request.url, at: performance.now(), userAgent })
    if (failing.has(request.url)) return reply.code(500).send('x')
  })
  app.get('/robots.txt', async (_request, reply) =>
    reply
      .type('text/plain')
      .send(
        `User-agent: *\nDisallow: /basket\nDisallow: /private/\nCrawl-delay: ${crawlDelay}\nSitemap: /sitemap.xml\n`,
      ),
  )
  app.get<{ Querystring: { page?: string } }>('/', async (request, reply) => {
    const at = Number(request.query.page ?? 1)
    const shown = products.slice((at - 1) * perPage, at * perPage)
    // Each product is linked twice, the second time as an advertisement does.
    const links = shown.map(
      (one) =>
        `<a class=item href="${pathOf(one)}">${one.name}</a><a class=item href="${pathOf(one)}?utm_source=home#top">more</a>`,
    )
    const next =
      at * perPage < products.length ? `<a rel=next href="/?page=${at + 1}">next</a>` : ''
    return reply
      .type('text/html')
      .send(
        `<ul>${links.join('')}${extra.map((path) => `<a class=item href="${path}">x</a>`).join('')}</ul>${next}<a class=item href="https://elsewhere.example/1">x</a>`,
      )
  })
  app.get('/sitemap.xml', async (_request, reply) =>
    reply
      .type('application/xml')
      .send('<sitemapindex><sitemap><loc>/sitemap-1.xml.gz</loc></sitemap></sitemapindex>'),
  )
  app.get('/sitemap-1.xml.gz', async (_request, reply) =>
    reply
      .type('application/gzip')
      .send(
        gzipSync(
          `<?xml version="1.0"?><urlset>${products.map((one) => `<url><loc>${pathOf(one)}</loc><lastmod>2026-11-01</lastmod></url>`).join('')}</urlset>`,
        ),
      ),
  )
  app.get<{ Params: { id: string } }>('/products/:id', async (request, reply) => {
    const product = products.find(({ id }) => id === Number(request.params.id))
    if (!product) return reply.code(404).type('text/html').send('<h1>Gone</h1>')
    const html = markups[engineOf(product)](product)
    const etag = `"${createHash('sha256').update(html).digest('hex').slice(0, 16)}"`
    void reply.header('etag', etag).type('text/html')
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    const isPacked = String(request.headers['accept-encoding']).includes('gzip')
    return isPacked
      ? reply.header('content-encoding', 'gzip').send(gzipSync(html))
      : reply.send(html)
  })
  app.get<{ Params: { name: string } }>('/img/:name', async (request, reply) => {
    const picture = pictures.get(request.params.name)
    if (!picture) return reply.code(404).type('text/html').send('<h1>Gone</h1>')
    return reply.type('image/jpeg').send(picture)
  })
  app.get('/old/:id', async (request, reply) =>
    reply.redirect(request.url.replace('/old', '/products'), 301),
  )
  app.get('/loop', async (_request, reply) => reply.redirect('/loop'))
  app.get('/to-private', async (_request, reply) => reply.redirect('/private/prices'))
  app.get('/private/prices', async (_request, reply) => reply.type('text/html').send('secret'))
  app.get('/ended', async (_request, reply) => reply.code(410).send())
  app.get('/busy', async (_request, reply) => {
    refusals += 1
    if (refusals % 2 === 1) return reply.code(429).header('retry-after', '2').send()
    return reply.type('text/html').send('<h1>Here</h1>')
  })
  app.get('/slow', async (_request, reply) => {
    await new Promise((resolve) => setTimeout(resolve, 400))
    return reply.type('text/html').send('<h1>Slow</h1>')
  })
  app.get('/huge', async (_request, reply) =>
    reply.type('text/html').send(Buffer.alloc(40_000_000, 'a')),
  )
  app.get('/bomb', async (_request, reply) =>
    reply
      .type('text/html')
      .header('content-encoding', 'gzip')
      .send(gzipSync(Buffer.alloc(40_000_000))),
  )
  app.get('/latin', async (_request, reply) =>
    reply.type('text/html; charset=iso-8859-1').send(Buffer.from('<h1>Käse</h1>', 'latin1')),
  )
  app.get('/prices.pdf', async (_request, reply) => reply.type('application/pdf').send('%PDF'))
  app.get('/broken', async (_request, reply) => reply.code(500).send('x'))

  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    url,
    products,
    requests,
    pictures,
    failing,
    engineOf,
    pathOf,
    link(...paths) {
      extra.push(...paths)
    },
    remove(id) {
      products.splice(
        products.findIndex((one) => one.id === id),
        1,
      )
    },
    close: () => app.close(),
  }
}

function makeProducts(
  seed: number,
  count: number,
  currency: ShopProduct['currency'] | undefined,
): ShopProduct[] {
  let state = seed
  // Lehmer's generator: enough variety, and the same everywhere.
  const random = (below: number) => (state = (state * 48_271) % 2_147_483_647) % below
  return Array.from({ length: count }, (_, n) => {
    const id = n + 1
    return {
      id,
      name: `${goods[random(goods.length)]} ${id}`,
      priceMinor: 100 + random(20_000),
      currency: random(2) === 0 ? (currency ?? 'EUR') : (currency ?? 'GBP'),
      inStock: random(5) > 0,
      gtin: withCheckDigit(`400${String(id).padStart(9, '0')}`),
    }
  })
}

function withCheckDigit(digits: string): string {
  const sum = Array.from(digits).reduce(
    (sum, digit, n) => sum + Number(digit) * (n % 2 === 0 ? 1 : 3),
    0,
  )
  return `${digits}${(10 - (sum % 10)) % 10}`
}
