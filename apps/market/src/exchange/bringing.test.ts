import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { productImports } from '@rose-ash/shared/db/models/market-imports'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../app.ts'
import { asPerson, aSize, plain } from '../desk/testing/desk-world.ts'
import { approveImport, cancelImport } from './decide-import.ts'
import { exportProducts } from './export-products.ts'
import { startImport } from './start-import.ts'
import { exchangeWorld } from './testing/exchange-world.ts'
import { writeImport } from './write-import.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
let world: Awaited<ReturnType<typeof exchangeWorld>>

beforeEach(async () => {
  world = await exchangeWorld(app)
})

describe('bringing a file', () => {
  it('is written once, though its worker is killed between any two products', async () => {
    const importId = await world.bring(`Name,Price\n${numbered(30, (n) => `Loaf ${n},${n}.00`)}`)
    await approveImport(db, app, { ...world.mine, importId })
    await db.execute(sql`create function pg_temp_stop() returns trigger language plpgsql as $$ begin
      if (select count(*) from market.product_import_rows where written_at is not null and import_id = new.import_id) >= 12 then
        raise exception 'killed'; end if; return new; end $$`)
    await db.execute(sql`create trigger stop before update on market.product_import_rows
      for each row when (new.written_at is not null) execute function pg_temp_stop()`)

    await expect(writeImport(db, app, importId)).rejects.toMatchObject({
      cause: { message: 'killed' },
    })
    // The app's own worker is at it too, so both may be at the twelfth.
    const before = await world.productCount()
    expect(before === 12 || before === 13).toBe(true)
    await db.execute(sql`drop trigger stop on market.product_import_rows`)
    await world.writeRest(importId)

    expect(await world.productCount()).toBe(30)
    expect((await world.stateOf(importId)).state).toBe('done')
  })

  it('is exported so that reading it in again changes nothing', async () => {
    await world.newProduct({
      title: '=HYPERLINK("evil")',
      description: 'Two lines,\nand a "quote"',
      labels: ['organic', 'rye'],
      variants: [
        aSize({ sku: 'A', memberPriceMinor: 200, measureAmount: 500, measureUnit: 'g' }),
        aSize({ title: 'Large', sku: '-B', weighed: true, maxPerOrder: 4 }),
      ],
    })
    const lines: string[] = []
    for await (const one of exportProducts(db, world.market.id, 'Europe/London')) lines.push(one)
    const text = lines.join('')
    expect(text).toContain(`"'=HYPERLINK(""evil"")"`)

    const importId = await world.bring(text)

    expect(await world.rowsOf(importId)).toMatchObject([{ outcome: 'same' }, { outcome: 'same' }])
    expect((await world.stateOf(importId)).counts).toMatchObject({ create: 0, update: 0 })
  })

  it('is given up for good, and can be brought by nobody who does not run the market', async () => {
    const importId = await world.bring('Name,Price\nRye,1\n')
    await cancelImport(db, app, { ...world.mine, importId })

    await expect(approveImport(db, app, { ...world.mine, importId })).rejects.toThrow(
      'another step',
    )
    const path = await world.aFile('Name,Price\nRye,1\n')
    const theirs = { runner: world.member, marketId: world.market.id, path, fileName: 'x.csv' }
    await expect(startImport(db, app, theirs)).rejects.toThrow('Somebody else runs this market')
    expect(await world.productCount()).toBe(0)
  })

  it.each([
    ['names no product', 'Price\n1\n', 'No column says which product a row is about'],
    ['has no rows', 'Name,Price\n', 'There is no row below the names'],
  ])('that %s is refused, and nothing is kept of it', async (_what, text, message) => {
    await expect(world.bring(text)).rejects.toThrow(message)

    expect(await db.$count(productImports, eq(productImports.marketId, world.market.id))).toBe(0)
  })
})

describe('the page of a market’s files', () => {
  it('takes a file and shows its rows', async () => {
    const { look, send } = await asPerson(app, world.manager.personId)
    const importId = await world.bring('Name,Price,Colour\nRye,-1,red\nOat,1,blue\n')
    const page = `/desk/markets/${world.market.id}/files`

    const html = plain((await look(`${page}/${importId}`)).body)
    expect(html).toContain('A price cannot be below zero.')
    expect(html).toContain('Columns nobody here knows: Colour.')
    expect((await send(`${page}/${importId}/approval`)).statusCode).toBe(303)
    expect(plain((await look(page)).body)).toContain('Being written')
    const file = await look(`/desk/markets/${world.market.id}/products.csv`)
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8')
  })
})

const numbered = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n + 1)).join('\n')
