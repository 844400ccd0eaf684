import { type SQL, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../app.ts'
import { aMarket, aProduct } from '../testing/shelves.ts'
import { matchesIn, search } from './queries.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const bread = await aMarket(db, { slug: 'bread', title: 'Bread' })
const field = await aMarket(db, { slug: 'field', title: 'Field' })

beforeAll(async () => {
  const marketId = bread.id
  await aProduct(db, { marketId, title: 'Tannery sourdough', description: 'Rye < Wheat & salt' })
  await aProduct(db, { marketId, title: 'Baguette', description: 'Made with sourdough, too.' })
  await aProduct(db, { marketId, title: 'Secret sourdough', status: 'draft', publishedAt: null })
  await aProduct(db, { marketId: field.id, title: 'Sourdough starter', producer: 'Windle Field' })
  await db.execute(sql`refresh materialized view market.search_words`)
})

const titlesFor = async (words: string) =>
  (await search(db, words)).found.map(({ title }) => title.map(({ text }) => text).join(''))

describe('searching the market', () => {
  it('finds what is published in all markets, titles first, while a word is still typed', async () => {
    const found = await titlesFor('sourdou')

    expect(found).toHaveLength(3)
    expect(found.slice(0, 2).toSorted()).toEqual(['Sourdough starter', 'Tannery sourdough'])
    expect(found[2]).toBe('Baguette')
    expect(await titlesFor('windle start')).toEqual(['Sourdough starter'])
    expect(await titlesFor('guette')).toEqual(['Baguette'])
  })

  it('lists the best of more than it ranks: what begins with the words, then other titles', async () => {
    const { id } = await aMarket(db)
    await db.execute(sql`insert into market.products
        (id, market_id, slug, title, description, status, published_at)
      select gen_random_uuid(), ${id}::uuid, 'dull-' || n, 'Jar ' || n, 'With rhubarb',
        'published', now()
      from generate_series(1, 1100) n`)
    const second = await aProduct(db, { marketId: id, title: 'Jam of rhubarb' })
    const first = await aProduct(db, { marketId: id, title: 'Rhubarb jam' })

    const { ids } = await matchesIn(db, id, 'rhubarb')

    expect(ids.slice(0, 2)).toEqual([first.id, second.id])
    expect(ids).toHaveLength(1_000)
    expect(new Set(ids).size).toBe(1_000)
  })

  it('takes a slip of the pen for a word we use, and says so, in one market as well', async () => {
    expect((await search(db, 'windel')).instead).toBe('windle')
    const { ids, instead } = await matchesIn(db, bread.id, 'sourdoguh')

    expect(instead).toBe('sourdough')
    expect(ids).toHaveLength(2)
    const { body } = await app.inject({
      url: '/markets/bread?q=sourdoguh',
      headers: { accept: 'text/html' },
    })
    expect(body).toMatch(/Here is what has .{1,8}sourdough/)
  })

  it('takes a slip in a short word for a word we use, and leaves the words that are right', async () => {
    const { id: marketId } = await aMarket(db)
    await aProduct(db, { marketId, title: 'Oat milk' })
    await aProduct(db, { marketId, title: 'Goat cheese, sand cake' })
    await db.execute(sql`refresh materialized view concurrently market.search_words`)

    expect((await search(db, 'mlk')).instead).toBe('milk')
    expect((await search(db, 'oat and mlk')).instead).toBe('oat and milk')
    expect(await titlesFor('oat and mlk')).toEqual(['Oat milk'])
    expect((await matchesIn(db, marketId, 'chese')).instead).toBe('cheese')
  })

  it('marks what was looked for, and shows markup as text', async () => {
    const { body } = await app.inject({
      url: '/search?q=wheat',
      headers: { 'hx-request': 'true' },
    })

    expect(body).toContain('<mark>Wheat</mark> &amp; salt')
    expect(body).toContain('£2.80')
    expect(body).not.toContain('<html')
  })

  it('of nothing, of nonsense, and of what looks like a pattern harms nothing', async () => {
    const nonsense = [
      '',
      'zzzyx',
      '%',
      '_',
      `'; drop table x`,
      '"',
      '& | !',
      '\\',
      ':*',
      'the',
      '🥖',
    ]
    for (const words of nonsense) {
      for (const path of ['/search', '/markets/bread']) {
        const { statusCode } = await app.inject({ url: `${path}?q=${encodeURIComponent(words)}` })
        expect([path, words, statusCode]).toEqual([path, words, 200])
      }
    }
    expect(await titlesFor('%')).toEqual([])
  })

  it('is done by indexes, however many products there are', async () => {
    await db.execute(sql`insert into market.products
        (id, market_id, slug, title, status, published_at)
      select gen_random_uuid(), ${field.id}::uuid, 'many-' || n, 'Number ' || n, 'published', now()
      from generate_series(1, 5000) n`)
    await db.execute(sql`vacuum analyze market.products`)
    const explain = async (which: SQL) => {
      const { rows } = await db.execute<{ 'QUERY PLAN': string }>(sql`explain
        select id from market.products product
        where product.status = 'published' and ${which} limit 1000`)
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    }
    const plan = [
      await explain(sql`product.search @@ to_tsquery('english', 'rye:*')`),
      await explain(sql`lower(product.title) like '%number 17%'`),
    ].join('\n')

    expect(plan).toContain('products_search')
    expect(plan).toContain('products_title_trigrams')
  })
})
