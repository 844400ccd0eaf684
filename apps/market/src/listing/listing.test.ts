import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { collectionProducts, collections } from '@rose-ash/shared/db/models/market-shelves'
import { orderWindows } from '@rose-ash/shared/db/models/market-windows'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../app.ts'
import { aCategory, aMarket, aProduct } from '../testing/shelves.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const market = await aMarket(db, { slug: 'bread', title: 'The bread shelf' })
const hour = 3_600_000

beforeAll(async () => {
  const marketId = market.id
  const bread = await aCategory(db, { marketId, slug: 'loaves', title: 'Loaves' })
  const rye = await aCategory(db, { marketId, slug: 'rye', title: 'Rye', parentId: bread.id })
  await aProduct(db, {
    marketId,
    title: 'Dark rye',
    position: 2,
    categoryIds: [rye.id],
    producer: 'Hearth & Rye',
    labels: ['organic'],
    allergens: ['rye'],
    ways: [{ priceMinor: 480, salePriceMinor: 400, saleUntil: new Date(Date.now() + 24 * hour) }],
  })
  await aProduct(db, {
    marketId,
    title: 'Tannery sourdough',
    position: 1,
    categoryIds: [bread.id],
    producer: 'Hearth & Rye',
    allergens: ['wheat'],
    ways: [
      { priceMinor: 280, memberPriceMinor: 250 },
      { title: 'Large', priceMinor: 440 },
    ],
  })
  const honey = await aProduct(db, {
    marketId,
    title: 'Heather <honey>',
    position: 3,
    producer: 'Windle Field',
    ways: [{ priceMinor: 680, stock: 0 }],
  })
  await aProduct(db, { marketId, title: 'A draft', status: 'draft', publishedAt: null })
  await aProduct(db, { marketId, title: 'Not to be had', ways: [{ active: false }] })
  const [byHand] = await db
    .insert(collections)
    .values({ marketId, slug: 'gifts', title: 'Gifts' })
    .returning()
  await db
    .insert(collectionProducts)
    .values({ collectionId: byHand?.id ?? '', productId: honey.id, position: 0 })
  await db
    .insert(collections)
    .values({ marketId, slug: 'cheap', title: 'Cheap', rule: { price: ['250-500'] } })
})

const look = async (path: string, headers = {}) =>
  (await app.inject({ url: path, headers: { accept: 'text/html', ...headers } })).body
const titles = (body: string) =>
  [...body.matchAll(/class="teaser-link"[^>]*>([^<]+)</g)].map(([, title]) => title)

describe('a listing', () => {
  it('shows what can be bought in the order of the shelf, and no drafts', async () => {
    const body = await look('/markets/bread')

    expect(titles(body)).toEqual(['Tannery sourdough', 'Dark rye', 'Heather &lt;honey&gt;'])
    expect(body).toContain('3 products')
    expect(body).toContain('<s><span class="sr-only">Usually </span>£4.80</s> <b>£4.00</b>')
    expect(body).toContain('£2.50 for members')
    expect(body).toContain('Sold out')
  })

  it.each([
    ['category=loaves', ['Tannery sourdough', 'Dark rye']],
    ['category=rye', ['Dark rye']],
    ['producer=Windle+Field&producer=Nobody', ['Heather &lt;honey&gt;']],
    ['available=1&without=wheat', ['Dark rye']],
    ['sale=1', ['Dark rye']],
    ['price=250-500&label=organic', ['Dark rye']],
    ['sort=-price', ['Heather &lt;honey&gt;', 'Dark rye', 'Tannery sourdough']],
    ['sort=title', ['Dark rye', 'Heather &lt;honey&gt;', 'Tannery sourdough']],
    ['sort=nonsense', ['Tannery sourdough', 'Dark rye', 'Heather &lt;honey&gt;']],
    ['q=sourdoug', ['Tannery sourdough']],
    ['q=hearth&sort=price', ['Tannery sourdough', 'Dark rye']],
  ])('of %s shows %j', async (query, expected) => {
    expect(titles(await look(`/markets/bread?${query}`))).toEqual(expected)
  })

  it('counts each group by what the others leave, and takes filters off one by one', async () => {
    const body = await look('/markets/bread?producer=Hearth+%26+Rye&sale=1')
    const text = body.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ')

    expect(text).toContain('1 product ')
    expect(text).toContain('Hearth &amp; Rye1 product ')
    expect(text).toContain('On sale1 product ')
    expect(body).toContain('href="/markets/bread?sale=1"><span class="sr-only">Without the filter')
    expect(body).toContain('href="/markets/bread?producer=Hearth+%26+Rye"><span')
  })

  it('that is empty offers the way out', async () => {
    const body = await look('/markets/bread?label=organic&available=1&producer=Windle+Field')

    expect(titles(body)).toEqual([])
    expect(body).toContain('Nothing here is all of that')
    expect(body).toContain('<a class="button" href="/markets/bread">Show everything</a>')
  })

  it('is there for a category with all below it, and for collections by rule and by hand', async () => {
    const [loaves, gifts, cheap] = [
      await look('/markets/bread/c/loaves'),
      await look('/markets/bread/collections/gifts'),
      await look('/markets/bread/collections/cheap'),
    ]

    expect(titles(loaves)).toEqual(['Tannery sourdough', 'Dark rye'])
    expect(titles(gifts)).toEqual(['Heather &lt;honey&gt;'])
    expect(titles(cheap)).toEqual(['Tannery sourdough', 'Dark rye'])
    for (const path of ['/markets/none', '/markets/bread/c/none', '/markets/bread/collections/x']) {
      const { statusCode } = await app.inject({ url: path, headers: { accept: 'text/html' } })
      expect(statusCode).toBe(404)
    }
  })

  it('continues page by page, each product once, by links and by htmx', async () => {
    const long = await aMarket(db, { slug: 'long' })
    for (let n = 0; n < 50; n += 1) {
      await aProduct(db, { marketId: long.id, title: `Pot ${n}`, position: n % 3 })
    }
    const seen: (string | undefined)[] = []
    let next: string | undefined = '/markets/long?sort=newest'
    const whole: boolean[] = []
    let pages = 0
    while (next) {
      const body: string = await look(next, pages > 0 ? { 'hx-request': 'true' } : {})
      whole.push(body.includes('<html'))
      seen.push(...titles(body))
      next = /rel="next" href="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
      pages += 1
    }

    expect(whole).toEqual([true, false, false])
    expect(seen).toEqual(Array.from({ length: 50 }, (_, n) => `Pot ${49 - n}`))
    expect((await app.inject('/markets/long?after=nonsense')).statusCode).toBe(400)
  })

  it('answers htmx what a filter changes, with the address it is at', async () => {
    const { body, headers } = await app.inject({
      url: '/markets/bread?sale=1&q=&sort=shelf',
      headers: { 'hx-request': 'true' },
    })

    expect(headers['hx-push-url']).toBe('/markets/bread?sale=1')
    expect(body).not.toContain('<html')
    expect(body).toContain('hx-swap-oob="innerHTML"')
  })
})

describe('the order window of a market', () => {
  it('says until when it is open, and when it opens again, and nothing can be ordered then', async () => {
    const windows = await aMarket(db, { slug: 'windows', ordering: 'windows' })
    const product = await aProduct(db, { marketId: windows.id, title: 'Leeks', slug: 'leeks' })
    const before = await look('/markets/windows')
    const opensAt = new Date('2099-03-02T08:00:00Z')
    const closesAt = new Date('2099-03-04T20:00:00Z')
    await db.insert(orderWindows).values({ marketId: windows.id, opensAt, closesAt })
    await app.cache.purge([`market:${windows.id}`])
    const closed = await look('/markets/windows')
    const closedProduct = await look('/products/leeks')
    await db.update(orderWindows).set({ opensAt: new Date(Date.now() - hour) })
    await app.cache.purge([`market:${windows.id}`])
    const open = await look('/markets/windows')

    expect(before).toContain('This market takes no orders just now')
    expect(closed).toContain('Orders open again Monday 2 March, 08:00')
    expect(closed).toContain('Opens Monday 2 March, 08:00')
    expect(closed).not.toContain('Add<span')
    expect(closedProduct).toContain('Orders open Monday 2 March, 08:00')
    expect(closedProduct).not.toContain('type="submit"')
    expect(open).toContain('Open for orders until Wednesday 4 March, 20:00')
    expect(open).toContain(`name="id" value="${product.variantIds[0]}"`)
  })
})

describe('what a page needs from the database', () => {
  it('is read in order by an index, and by id', async () => {
    await db.execute(sql`set enable_seqscan = off`)
    const { rows } = await db.execute<{ 'QUERY PLAN': string }>(sql`explain
      select id from market.products product where product.market_id = ${market.id}
        and product.status = 'published' and (product.position, product.id) > (1, ${market.id})
      order by product.position, product.id limit 5000`)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')

    expect(plan).toContain('products_on_the_shelf')
    expect(plan).not.toContain('Sort')
  })
})
