import { beforeAll, describe, expect, it } from 'vitest'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../app.ts'
import { aCategory, aMarket, aProduct } from '../testing/shelves.ts'

const { db, url } = await testDatabase()
const config = testConfig('market', { databaseUrl: url })
const app = await testApp(createMarket, config)
const { market: origin } = config.origins
const nasty = 'Rye & <salt> ]]> \u0007“now”'
let saleId = ''

beforeAll(async () => {
  const { id: marketId } = await aMarket(db, { slug: 'bread', title: 'Bread' })
  const closed = await aMarket(db, { slug: 'closed', ordering: 'windows' })
  await aCategory(db, { marketId, slug: 'loaves' })
  await aProduct(db, {
    marketId,
    slug: 'rye',
    title: nasty,
    image: '/media/rye.jpg',
    publishedAt: new Date('2026-06-01T08:00:00Z'),
    updatedAt: new Date('2026-06-02T08:00:00Z'),
    ways: [{ priceMinor: 480, stock: 0, backorder: 2 }],
  })
  const sale = await aProduct(db, {
    marketId,
    slug: 'sale',
    title: 'Baguette',
    producer: 'Hearth',
    ways: [
      {
        priceMinor: 300,
        salePriceMinor: 250,
        saleFrom: new Date('2026-01-01T00:00:00Z'),
        saleUntil: new Date('2099-01-01T00:00:00Z'),
        gtin: '4006381333931',
      },
      { title: 'Large', priceMinor: 900, stock: 0 },
    ],
  })
  saleId = sale.id
  await aProduct(db, { marketId, slug: 'draft', status: 'draft', publishedAt: null })
  await aProduct(db, { marketId: closed.id, slug: 'later' })
})

describe('the feeds of the market', () => {
  it('tell what is new, the newest first, in XML that no title breaks', async () => {
    const { headers, body } = await app.inject('/markets/bread/rss.xml')

    expect(headers['content-type']).toBe('application/rss+xml; charset=utf-8')
    expect([...body.matchAll(/<link>([^<]*\/products\/[^<]*)</g)].map(([, link]) => link)).toEqual([
      `${origin}/products/sale`,
      `${origin}/products/rye`,
    ])
    expect(body.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, '')).not.toContain('<salt>')
    expect((await app.inject('/markets/none/rss.xml')).statusCode).toBe(404)
    const again = { 'if-none-match': String(headers.etag) }
    const { statusCode } = await app.inject({ url: '/markets/bread/rss.xml', headers: again })
    expect(statusCode).toBe(304)
  })

  it('give price engines every way to buy what can be ordered now', async () => {
    const { body } = await app.inject('/products.xml')
    const items = body.split('<item>').slice(1)
    const itemOf = (text: string) => items.find((item) => item.includes(text)) ?? ''

    expect(items).toHaveLength(3)
    expect(itemOf('/products/rye')).toContain('<title>Rye &amp; &lt;salt&gt; ]]&gt; “now”</title>')
    expect(itemOf('/products/rye')).toContain('<g:availability>backorder</g:availability>')
    expect(itemOf('/products/rye')).toContain(
      `<g:image_link>${origin}/media/rye.jpg</g:image_link>`,
    )
    expect(itemOf('Baguette, Small')).toContain(
      '<g:price>3.00 GBP</g:price><g:sale_price>2.50 GBP</g:sale_price>',
    )
    expect(itemOf('Baguette, Small')).toContain('<g:gtin>4006381333931</g:gtin>')
    expect(itemOf('Baguette, Large')).toContain('<g:availability>out_of_stock</g:availability>')
    expect(itemOf('Baguette, Large')).toContain(`<g:item_group_id>${saleId}</g:item_group_id>`)
    expect(body.trimEnd()).toMatch(/<\/channel><\/rss>$/)
  })

  it('name for search engines what there is, and no drafts', async () => {
    const { body } = await app.inject('/sitemap.xml')

    expect(body).toContain(
      `<url><loc>${origin}/products/rye</loc><lastmod>2026-06-02T08:00:00Z</lastmod></url>`,
    )
    expect(body).toContain(`<loc>${origin}/markets/bread/c/loaves</loc>`)
    expect(body).not.toContain('draft')
    expect((await app.inject('/robots.txt')).body).toContain(`Sitemap: ${origin}/sitemap.xml`)
  })
})
