import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { apActivities } from '@rose-ash/shared/db/models/federation'
import { tellOfProduct } from '@rose-ash/shared/services/market/tell-of-product'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../app.ts'
import { aMarket, aProduct } from '../testing/shelves.ts'

const { db, url } = await testDatabase()
const config = testConfig('market', { databaseUrl: url })
const app = await testApp(createMarket, config)
const { market: origin } = config.origins

it('are PNG for other servers, and there are no others', async () => {
  const { statusCode, headers, rawPayload } = await app.inject('/drawings/loaf.png')

  expect(statusCode).toBe(200)
  expect(headers).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=86400',
  })
  expect(await sharp(rawPayload).metadata()).toMatchObject({ format: 'png', width: 1200 })
  for (const name of ['none', '..%2Fbrand%2Ficon', 'toString'])
    expect((await app.inject(`/drawings/${name}.png`)).statusCode).toBe(404)
})

it('are what search engines, other sites, feeds and price engines see of a product', async () => {
  const { id: marketId } = await aMarket(db, { slug: 'bread' })
  await aProduct(db, { marketId, slug: 'rye', image: 'loaf' })
  await aProduct(db, { marketId, slug: 'odd', image: 'never-drawn' })
  const drawing = `${origin}/drawings/loaf.png`

  const { body } = await app.inject('/products/rye')

  expect(body).toContain(`<meta property="og:image" content="${drawing}">`)
  const [, ld = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(body) ?? []
  expect(JSON.parse(ld)).toMatchObject({ '@type': 'Product', image: [drawing] })
  expect((await app.inject('/products/odd')).body).not.toContain('og:image')
  const feed = (await app.inject('/products.xml')).body
  expect(feed.match(/<g:image_link>[^<]*/g)).toEqual([`<g:image_link>${drawing}`])
  expect((await app.inject('/markets/bread/rss.xml')).body).toContain(drawing)
})

it('are what the fediverse sees of a product, with the least of its prices', async () => {
  const { id: marketId } = await aMarket(db, { slug: 'flour' })
  const ways = [{ priceMinor: 900 }, { title: 'Large', priceMinor: 1_500 }]
  const product = { marketId, slug: 'flour', title: 'Flour', image: 'rolls', imageAlt: 'Rolls' }
  const { id } = await aProduct(db, { ...product, ways })

  await db.transaction((tx) => tellOfProduct(tx, app, 'Create', id))

  const uri = `${origin}/products/flour`
  const [told] = await db.select().from(apActivities).where(eq(apActivities.objectUri, uri))
  expect(told?.activity['object']).toMatchObject({
    content: expect.stringContaining('<strong>Flour</strong>, from £9.00'),
    attachment: [{ type: 'Image', url: `${origin}/drawings/rolls.png`, name: 'Rolls' }],
  })
})
