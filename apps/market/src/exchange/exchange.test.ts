import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { movements, supplies } from '@rose-ash/shared/db/models/holds'
import { products } from '@rose-ash/shared/db/models/market'
import { priceChanges } from '@rose-ash/shared/db/models/market-prices'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../app.ts'
import { asPerson, aSize } from '../desk/testing/desk-world.ts'
import { exchangeWorld } from './testing/exchange-world.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
let world: Awaited<ReturnType<typeof exchangeWorld>>

beforeEach(async () => {
  world = await exchangeWorld(app)
})

describe('a file of products', () => {
  it('says of every row what it would change, and changes nothing before it is approved', async () => {
    const { id: productId } = await world.newProduct({
      title: 'Rye',
      variants: [aSize({ sku: 'R1' })],
    })
    const importId = await world.bring(
      'Name,SKU,Size,Price,Stock,Status\nRye,R1,,3.10,12,\nOat biscuits,O1,Bag,"2,50",30,published\n',
    )

    expect((await world.stateOf(importId)).counts).toMatchObject({ create: 1, update: 1, error: 0 })
    expect((await world.rowsOf(importId))[0]?.changes).toEqual([
      { field: 'Size 1: Price', from: '2.80', to: '3.10' },
      { field: 'Size 1: Stock', from: '0', to: '12' },
    ])
    expect(await world.pricesOf(productId)).toEqual([280])
    expect(await world.productCount()).toBe(1)

    await world.write(importId)

    expect(await world.pricesOf(productId)).toEqual([310])
    expect(await world.onHand('R1')).toBe(12)
    expect(await world.onHand('O1')).toBe(30)
    const [oats] = await db.select().from(products).where(eq(products.title, 'Oat biscuits'))
    expect(oats).toMatchObject({ status: 'published', marketId: world.market.id })
    expect((await world.stateOf(importId)).counts).toMatchObject({ written: 2 })
  })

  it('gives back the rows that are wrong, with why, to be put right and brought again', async () => {
    const importId = await world.bring(
      'Name,Colour,Price,Stock\nPlain flour,white,1.20,4\nRye flour,grey,"12,5o €",7\nSpelt,,-1,\n',
    )
    const { look } = await asPerson(app, world.manager.personId)
    const base = `/desk/markets/${world.market.id}/files/${importId}`

    const file = await look(`${base}/wrong.csv`)

    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(file.body).toBe(
      '\uFEFFName,Price,Stock,What is wrong\r\n' +
        'Rye flour,"12,5o €",7,Line 3: Price: Prices here are in GBP. Write the number alone.\r\n' +
        "Spelt,'-1,,Line 4: Price: A price cannot be below zero.\r\n",
    )
    expect((await look(`${base}?rows=error`)).body).toContain(`href="${base}/wrong.csv"`)
    const again = await world.bring(file.body.replace('"12,5o €"', '12.50').replace("'-1", '1'))
    expect((await world.stateOf(again)).counts).toMatchObject({ create: 2, error: 0 })
    const stranger = await asPerson(app, world.member.personId)
    expect((await stranger.look(`${base}/wrong.csv`)).statusCode).toBe(403)
  })

  it('keeps who, and which file, with every price and count it changes', async () => {
    const product = await world.newProduct({ variants: [aSize({ sku: 'R2' })] })
    const importId = await world.bring(`Address,SKU,Price,Stock\n${product.slug},R2,3.10,4\n`)
    await world.write(importId)

    const [variantId = ''] = product.variantIds
    const [change] = await db
      .select()
      .from(priceChanges)
      .where(sql`${priceChanges.variantId} = ${variantId} and ${priceChanges.priceMinor} = 310`)
    expect(change).toMatchObject({
      reason: 'From the file products.csv',
      personId: world.manager.personId,
    })
    const [moved] = await db
      .select()
      .from(movements)
      .where(eq(movements.supplyId, await world.supplyOf('R2')))
    expect(moved).toMatchObject({ kind: 'stock-take', delta: 4, personId: world.manager.personId })
  })

  it('says what is wrong with which line, and writes the others', async () => {
    const importId = await world.bring(
      [
        'Name,Price,Stock,Status,Categories',
        'Rye,-1,,,',
        'Wheat,1e9,,,',
        'Oat,"12,5o",,,',
        'Spelt,1.20,many,,',
        'Barley,1.20,,gone,',
        'Millet,1.20,,,Nowhere',
        'Emmer,2.20,5,,',
      ].join('\n'),
    )

    const problems = (await world.rowsOf(importId)).map(({ line, problem }) => [line, problem])
    expect(problems).toEqual([
      [2, 'Price: A price cannot be below zero.'],
      [3, 'Price: “1e9” is not a price. Write it in digits, such as 12.50.'],
      [4, 'Price: “12,5o” is not a price. Write it in digits, such as 12.50.'],
      [5, 'Stock: write a whole number from 0 on, not “many”.'],
      [6, 'Status: write draft, published or archived, not “gone”.'],
      [7, 'Categories: there is no “Nowhere”. Make it first, or leave it out.'],
      [8, null],
    ])
    await world.write(importId)
    expect(await world.productCount()).toBe(1)
  })

  it('writes the sizes of one product together or not at all', async () => {
    const importId = await world.bring('Name,Size,Price\nRye,Small,2.80\nRye,Large,no\nOat,Bag,1\n')

    const rows = await world.rowsOf(importId)
    expect(rows.map(({ outcome }) => outcome)).toEqual(['error', 'error', 'create'])
    expect(rows[0]?.problem).toBe('Line 3, of the same product, is wrong.')
    await world.write(importId)
    expect(await world.productCount()).toBe(1)
  })

  it('leaves alone what somebody saved since it was looked at', async () => {
    const { id: productId } = await world.newProduct({ variants: [aSize({ sku: 'R3' })] })
    const importId = await world.bring('SKU,Price\nR3,9.90\n')
    await db.update(products).set({ version: 7 }).where(eq(products.id, productId))

    await world.write(importId)

    expect(await world.pricesOf(productId)).toEqual([280])
    const [row] = await world.rowsOf(importId)
    expect(row).toMatchObject({ outcome: 'error', writtenAt: null })
    expect(row?.problem).toContain('Somebody else saved this')
  })

  it('never counts below what is promised to buyers', async () => {
    const { id: productId } = await world.newProduct({ variants: [aSize({ sku: 'R4' })] })
    await db
      .update(supplies)
      .set({ capacity: 9, held: 5 })
      .where(eq(supplies.id, await world.supplyOf('R4')))
    const importId = await world.bring('SKU,Price,Stock\nR4,3.10,4\n')

    await world.write(importId)

    expect(await world.onHand('R4')).toBe(9)
    expect(await world.pricesOf(productId)).toEqual([280])
    expect((await world.rowsOf(importId))[0]?.problem).toContain('more than 4 are promised')
  })
})
