import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../../app.ts'
import { asPerson, aSize, deskWorld } from '../testing/desk-world.ts'
import { productForDesk, productsOfMarket } from './queries.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const { manager, market, newProduct } = await deskWorld(app)
const list = (query: Partial<Parameters<typeof productsOfMarket>[2]>) =>
  productsOfMarket(db, market.id, { q: '', ...query })
const titles = async (query: Parameters<typeof list>[0]) =>
  (await list(query)).products.map(({ title }) => title)

describe('the list of a market’s products', () => {
  it('is searched, and shows what is running low', async () => {
    const low = aSize({ lowStockAt: 2 })
    const { id } = await newProduct({ title: 'Plum tart', producer: 'Ida', variants: [low] })
    const bagel = await newProduct({ title: 'Bagel', variants: [low] })
    const [size] = (await productForDesk(db, app, manager, bagel.id)).variants
    const enough = { capacity: 3 }
    await db
      .update(supplies)
      .set(enough)
      .where(eq(supplies.id, size?.supplyId ?? ''))

    expect(await titles({ q: 'IDA' })).toEqual(['Plum tart'])
    expect(await titles({ q: '100%' })).toEqual([])
    expect(await titles({ low: 'on' })).toEqual(['Plum tart'])
    expect(await titles({ status: 'published' })).toEqual([])
    expect(await titles({})).toEqual(['Bagel', 'Plum tart'])
    const { look } = await asPerson(app, manager.personId)
    const page = await look(`/desk/markets/${market.id}/products?low=on&status=&q=`)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain(`/desk/products/${id}`)
    expect(page.body).toContain('Running low')
    expect(page.body).not.toContain('Bagel')
  })

  it('goes on where its page ended', async () => {
    for (let n = 0; n < 45; n += 1) await newProduct({ title: `Roll ${n}`, variants: [] })

    const first = await list({ q: 'roll' })
    const second = await list({ q: 'roll', before: first.before })

    const seen = [...first.products, ...second.products].map(({ title }) => title)
    expect([first.products.length, second.products.length, second.before]).toEqual([
      40,
      5,
      undefined,
    ])
    expect(new Set(seen).size).toBe(45)
  })
})
