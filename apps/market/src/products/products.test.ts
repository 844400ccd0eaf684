import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { relatedProducts } from '@rose-ash/shared/db/models/market-shelves'
import { aVariant, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../app.ts'
import { aCategory, aMarket, aProduct } from '../testing/shelves.ts'
import { goesWith, newest } from './queries.ts'
import { pricePerMeasure } from './price-per-measure.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const price = (amount: number) => ({ amount, currency: 'GBP' })

describe('a product', () => {
  it('shows what is left, and that it is sold out', async () => {
    const few = await aVariant(db, { stock: 3, title: 'Bunched carrots' })
    const none = await aVariant(db, { stock: 0, title: 'Orchard honey' })
    const cards = await newest(db, 10)
    const pathOf = (id: string) => cards.find((card) => card.variantId === id)?.href ?? ''

    const [carrots, honey] = [await look(pathOf(few.id)), await look(pathOf(none.id))]

    expect(carrots).toContain('Only 3 left')
    expect(carrots).toContain('Add to basket')
    expect(honey).toContain('Sold out')
    expect(honey).not.toContain('Add to basket')
  })

  it('whose price buyers choose says so on the shelf, and offers what to pay on its page', async () => {
    const { id: marketId } = await aMarket(db)
    const { slug, id } = await aProduct(db, {
      marketId,
      ways: [{ priceMinor: 1000, floorMinor: 200 }],
    })

    const card = (await newest(db, 10)).find((one) => one.id === id)
    const body = await look(`/products/${slug}`)

    expect(card).toMatchObject({ variantId: undefined, several: false, price: price(1000) })
    expect(card?.choice).toEqual({
      floor: price(200),
      chips: [price(200), price(1000), price(1300)],
    })
    expect(body).toContain('Pay what you can, from £2.00')
    expect(body).toMatch(/name="chosen" type="number"[^>]* min="2.00" value="10.00"/)
    expect([...body.matchAll(/data-pay="([\d.]+)"/g)].map(([, pay]) => pay)).toEqual([
      '2.00',
      '10.00',
      '13.00',
    ])
    expect(body).not.toContain('evens-out')
  })

  it('that nobody has is a page that says so', async () => {
    const response = await app.inject({ url: '/products/none', headers: { accept: 'text/html' } })

    expect(response.statusCode).toBe(404)
  })
})

describe('what goes with a product', () => {
  const titlesOf = async (id: string) =>
    (await goesWith(db, id))?.products.map(({ title }) => title).toSorted()

  it('is what was chosen by hand, in that order', async () => {
    const { id: marketId } = await aMarket(db)
    const [soup, bread, butter] = [
      await aProduct(db, { marketId, title: 'Soup', producer: 'Us' }),
      await aProduct(db, { marketId, title: 'Bread', producer: 'Us' }),
      await aProduct(db, { marketId, title: 'Butter' }),
    ]
    await db.insert(relatedProducts).values([
      { productId: soup.id, relatedId: butter.id, position: 0 },
      { productId: soup.id, relatedId: bread.id, position: 1 },
    ])

    const chosen = await goesWith(db, soup.id)

    expect(chosen?.products.map(({ id }) => id)).toEqual([butter.id, bread.id])
    expect(chosen?.slug).toBe(soup.slug)
    expect(await titlesOf(bread.id)).toEqual(['Soup'])
    expect(await titlesOf(butter.id)).toEqual([])
  })

  it('is otherwise of its categories and its producer, and never itself or a draft', async () => {
    const { id: marketId } = await aMarket(db)
    const { id: categoryId } = await aCategory(db, { marketId, slug: 'breakfast' })
    const jam = { marketId, title: 'Jam', producer: 'Hill', categoryIds: [categoryId] }
    const { id } = await aProduct(db, jam)
    await aProduct(db, { marketId, title: 'Honey', categoryIds: [categoryId] })
    await aProduct(db, { marketId, title: 'Cider', producer: 'Hill' })
    await aProduct(db, { marketId, title: 'Draft', producer: 'Hill', status: 'draft' })
    await aProduct(db, { marketId, title: 'Other', producer: 'Vale' })

    expect(await titlesOf(id)).toEqual(['Cider', 'Honey'])
    expect(await goesWith(db, randomUUID())).toBeUndefined()
  })

  it('stands below it on its page, and adding it leads back there', async () => {
    const { id: marketId } = await aMarket(db)
    const { slug } = await aProduct(db, { marketId, title: 'Leeks', producer: 'Lane' })
    await aProduct(db, { marketId, title: 'Chard', producer: 'Lane' })

    const body = await look(`/products/${slug}`)

    expect(body).toMatch(/Goes with it[\s\S]*Chard/)
    expect(
      body.match(new RegExp(`name="return_to" value="[^"]*/products/${slug}"`, 'g')),
    ).toHaveLength(2)
  })
})

describe('the page of a product', () => {
  it('says what search engines, buyers and members must know', async () => {
    const { id: marketId } = await aMarket(db, { slug: 'flour', title: 'Flour & more' })
    const categoryId = (await aCategory(db, { marketId, slug: 'baking', title: 'Baking' })).id
    const product = await aProduct(db, {
      marketId,
      slug: 'flour',
      title: 'Flour </script>',
      taxClass: 'reduced',
      categoryIds: [categoryId],
      options: [
        { name: 'Grain', values: ['Wheat', 'Rye'] },
        { name: 'Bag', values: ['1 kg'] },
      ],
      ways: [
        {
          optionValues: ['Wheat', '1 kg'],
          priceMinor: 300,
          salePriceMinor: 240,
          saleUntil: new Date('2099-05-04T12:00:00Z'),
          memberPriceMinor: 200,
          measureAmount: 1,
          measureUnit: 'kg',
          stock: 3,
        },
        { optionValues: ['Rye', '1 kg'], priceMinor: 400, stock: 0, backorder: 4, minPerOrder: 2 },
        { optionValues: ['Rye', '5 kg'], priceMinor: 900, stock: 0, weighed: true },
        { optionValues: ['Rye', '9 kg'], active: false },
      ],
    })
    const sibling = await aProduct(db, { marketId, title: 'Yeast', categoryIds: [categoryId] })
    await aProduct(db, { marketId, title: 'Something else' })

    const body = await look('/products/flour')
    const [offers, crumbs] = [
      ...body.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/g),
    ].map(([, json = '']) => JSON.parse(json))

    expect(offers).toMatchObject({
      '@type': 'Product',
      name: 'Flour </script>',
      offers: {
        '@type': 'AggregateOffer',
        offerCount: 3,
        lowPrice: '2.40',
        highPrice: '9.00',
        priceCurrency: 'GBP',
        offers: [
          {
            price: '2.40',
            priceValidUntil: '2099-05-04',
            availability: 'https://schema.org/LimitedAvailability',
          },
          { price: '4.00', availability: 'https://schema.org/BackOrder' },
          { price: '9.00', availability: 'https://schema.org/SoldOut' },
        ],
      },
    })
    expect(crumbs.itemListElement.map(({ name }: { name: string }) => name)).toEqual([
      'Market',
      'Flour & more',
      'Baking',
      'Flour </script>',
    ])
    for (const text of [
      'Grain: Wheat',
      'Grain: Rye',
      'Only 3 left',
      'On back-order',
      'Sold out',
      'At least 2 to an order',
      'Sale until Monday 4 May',
      '£2.00 for members',
      '£2.40 per kg',
      'Tax of 5% included',
      'We weigh it when we pack it',
    ]) {
      expect(body).toContain(text)
    }
    expect(body).toContain(
      `value="${product.variantIds[0]}" required data-min="1" data-max="3" checked`,
    )
    expect(body).toContain('>Yeast</a>')
    expect(body).not.toContain('Something else')
    expect(sibling.variantIds).toHaveLength(1)
  })
})

describe('the price per measure', () => {
  it('is for a whole kilogram or litre', () => {
    const kilo = { measureAmount: 450, measureUnit: 'g' } as const

    expect(pricePerMeasure(price(190), kilo)).toEqual({ price: price(422), unit: 'kg' })
    expect(pricePerMeasure(price(260), { measureAmount: 6, measureUnit: 'each' })).toEqual({
      price: price(43),
      unit: 'each',
    })
    expect(pricePerMeasure(price(260), { measureAmount: null, measureUnit: null })).toBeUndefined()
  })

  it('is never more than half a penny off', () => {
    const pence = fc.integer({ min: 0, max: 1_000_000 })
    const grams = fc.integer({ min: 1, max: 100_000 })
    fc.assert(
      fc.property(pence, grams, (amount, measureAmount) => {
        const per = pricePerMeasure(price(amount), { measureAmount, measureUnit: 'g' })
        const off = Math.abs((per?.price.amount ?? NaN) - (amount * 1_000) / measureAmount)
        expect(off).toBeLessThanOrEqual(0.5)
      }),
    )
  })
})

async function look(path: string): Promise<string> {
  const { body } = await app.inject({ url: path, headers: { accept: 'text/html' } })
  return body
}
