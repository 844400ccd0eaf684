import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { variants } from '@rose-ash/shared/db/models/market'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../app.ts'
import { aSize } from '../desk/testing/desk-world.ts'
import { exportProducts } from './export-products.ts'
import { exchangeWorld } from './testing/exchange-world.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const world = await exchangeWorld(app)

const floorOf = async (sku: string) =>
  (await db.select().from(variants).where(eq(variants.sku, sku)))[0]?.floorMinor

describe('a file that says what buyers may pay at least', () => {
  it('lets them choose with an amount, leaves it with nothing, and takes it back with a dash', async () => {
    await world.newProduct({ title: 'Soup', variants: [aSize({ sku: 'S1' })] })
    const bring = (least: string) => world.bring(`Name,SKU,Least to pay\nSoup,S1,${least}\n`)

    await world.write(await bring('1.50'))
    expect(await floorOf('S1')).toBe(150)
    expect((await world.rowsOf(await bring('')))[0]?.changes).toEqual([])
    await world.write(await bring('-'))
    expect(await floorOf('S1')).toBeNull()
  })

  it('is told when there is a members’ price as well, and changes nothing', async () => {
    await world.newProduct({
      title: 'Stew',
      variants: [aSize({ sku: 'S2', memberPriceMinor: 200 })],
    })

    const importId = await world.bring('Name,SKU,Least to pay\nStew,S2,1.50\n')

    const [row] = await world.rowsOf(importId)
    expect(JSON.stringify(row)).toContain('there is no members’ price')
    expect(await floorOf('S2')).toBeNull()
  })

  it('reads back what was written out', async () => {
    await world.newProduct({ title: 'Broth', variants: [aSize({ sku: 'S3', floorMinor: 50 })] })

    const lines: string[] = []
    for await (const line of exportProducts(db, world.market.id, 'Europe/London')) lines.push(line)

    const importId = await world.bring(lines.join(''))
    expect((await world.stateOf(importId)).counts).toMatchObject({ update: 0, error: 0 })
    expect(lines.join('')).toMatch(/S3,[^\n]*,2\.80,,0\.50,/)
  })
})
