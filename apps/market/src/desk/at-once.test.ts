import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { Db } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { variants } from '@rose-ash/shared/db/models/market'
import { categories, productCategories } from '@rose-ash/shared/db/models/market-shelves'
import { testApp, testConfig, testDatabase, untilTheyWait } from '@rose-ash/shared/testing'
import { createMarket } from '../app.ts'
import { saveBulk } from './bulk/save-bulk.ts'
import { changeCategory, createCategory, deleteCategory } from './categories/change-category.ts'
import { saveProduct } from './products/save-product.ts'
import { lastLine } from './stock/queries.ts'
import { moveStock } from './stock/move-stock.ts'
import { aProduct, aSize, deskWorld } from './testing/desk-world.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const { manager: runner, market, newProduct, saved } = await deskWorld(app)

const sizesOf = (productId: string) =>
  db.select().from(variants).where(eq(variants.productId, productId)).orderBy(variants.supplyId)

/** Fails at once when somebody else has it. */
const take = (tx: Db, table: string, id: string | undefined) =>
  tx.execute(sql`select from ${sql.raw(table)} where id = ${id} for no key update nowait`)

describe('two at one product at once', () => {
  it('never wait for each other in a circle, one at the form and one at the table', async () => {
    const { id: productId } = await newProduct()
    const [size] = await sizesOf(productId)
    const prices = { priceMinor: 300, memberPriceMinor: null, floorMinor: null }
    const values = { ...prices, salePriceMinor: null, labels: [], categoryId: null }
    const row = { ...values, variantId: size?.id ?? '', baseVersion: 1, active: true }

    const { saving } = await db.transaction(async (form) => {
      await take(form, 'market.products', productId)
      const rows = [{ ...row, status: 'draft' as const }]
      const saving = saveBulk(db, app, { runner, marketId: market.id, reason: '', rows })
      await untilTheyWait(db)
      await take(form, 'market.variants', size?.id)
      return { saving }
    })

    expect([...(await saving).values()]).toEqual(['changed'])
    expect(await saved(productId)).toMatchObject({ version: 2 })
  })

  it('never wait for each other in a circle, one saving it and one buying two of its sizes', async () => {
    const change = aProduct({ variants: [aSize(), aSize({ title: 'Large' })] })
    const { id: productId } = await newProduct(change)
    const [first, second] = await sizesOf(productId)
    const turned = [second, first].map((one) =>
      aSize({ id: one?.id ?? '', title: one?.title ?? '' }),
    )

    const { saving } = await db.transaction(async (buyer) => {
      await take(buyer, 'holds.supplies', first?.supplyId)
      const save = { runner, productId, baseVersion: 1, change: { ...change, variants: turned } }
      const saving = saveProduct(db, app, save)
      await untilTheyWait(db)
      await take(buyer, 'holds.supplies', second?.supplyId)
      return { saving }
    })

    expect((await saving).variantIds).toEqual([second?.id, first?.id])
  })

  it('do not wait at all, one counting what came and one whose order only names it', async () => {
    const { id: productId } = await newProduct()
    const [{ id: variantId, supplyId } = { id: '', supplyId: '' }] = await sizesOf(productId)
    const seen = await lastLine(db, supplyId)
    const came = { runner, variantId, kind: 'delivery' as const, delta: 4, reason: '', seen }

    await db.transaction(async (order) => {
      // What the foreign key of an order's line does.
      await order.execute(sql`select from holds.supplies where id = ${supplyId} for key share`)
      await moveStock(db, app, came)
    })

    const [supply] = await db.select().from(supplies).where(eq(supplies.id, supplyId))
    expect(supply).toMatchObject({ capacity: 4 })
  })
})

describe('two at the categories of a market at once', () => {
  const words = { slug: '', description: '', parentId: null }
  const add = (title: string, parentId: string | null = null) =>
    createCategory(db, app, { runner, marketId: market.id, ...words, title, parentId })

  it('never wait for each other in a circle, one moving into what the other renames', async () => {
    const [above, other, moved] = [await add('Cheese'), await add('Goat'), await add('Soft')]

    const { renaming } = await db.transaction(async (tx) => {
      // Everything that moving it does.
      await changeCategory(tx, app, { runner, categoryId: moved, ...words, title: 'Soft' })
      await tx.execute(
        sql`select pg_advisory_xact_lock(hashtext('market.categories'), hashtext(${market.id}))`,
      )
      const renamed = { ...words, title: 'Goats', parentId: above }
      const renaming = changeCategory(db, app, { runner, categoryId: other, ...renamed })
      await untilTheyWait(db)
      await tx.execute(sql`select from market.categories where id = ${other} for key share nowait`)
      return { renaming }
    })

    expect(await renaming).toBe(market.id)
  })

  it('are told when that goes into which they put another', async () => {
    const gone = await add('Going')

    const { adding } = await db.transaction(async (tx) => {
      await deleteCategory(tx, app, { runner, categoryId: gone })
      const adding = add('Within', gone).catch((error: unknown) => error)
      await untilTheyWait(db)
      return { adding }
    })

    expect(await adding).toMatchObject({ status: 400 })
  })

  it('delete one into which the other puts another, and that one moves up', async () => {
    const gone = await add('Gone')

    const { deleting, within } = await db.transaction(async (tx) => {
      const below = { ...words, title: 'Kept', parentId: gone }
      const within = await createCategory(tx, app, { runner, marketId: market.id, ...below })
      const deleting = deleteCategory(db, app, { runner, categoryId: gone })
      await untilTheyWait(db)
      return { deleting, within }
    })

    expect(await deleting).toBe(market.id)
    const [kept] = await db.select().from(categories).where(eq(categories.id, within))
    expect(kept).toMatchObject({ title: 'Kept', parentId: null })
  })
})

describe('a category whose place goes at the same moment', () => {
  it('is deleted all the same, and what is in it moves to what is there', async () => {
    const add = (title: string, parentId: string | null) =>
      createCategory(db, app, {
        runner,
        marketId: market.id,
        title,
        slug: '',
        description: '',
        parentId,
      })
    const above = await add('Drinks', null)
    const gone = await add('Juices', above)
    const within = await add('Apple', gone)

    const { deleting } = await db.transaction(async (tx) => {
      await deleteCategory(tx, app, { runner, categoryId: above })
      const deleting = deleteCategory(db, app, { runner, categoryId: gone })
      await untilTheyWait(db)
      return { deleting }
    })

    expect(await deleting).toBe(market.id)
    const [kept] = await db.select().from(categories).where(eq(categories.id, within))
    expect(kept).toMatchObject({ title: 'Apple', parentId: null })
  })
})

describe('a product and a category of it that goes at the same moment', () => {
  it('is saved without it', async () => {
    const categoryId = await createCategory(db, app, {
      runner,
      marketId: market.id,
      title: 'Season',
      slug: '',
      description: '',
      parentId: null,
    })
    const { id: productId } = await newProduct()

    const { saving } = await db.transaction(async (tx) => {
      await deleteCategory(tx, app, { runner, categoryId })
      const change = aProduct({ categoryIds: [categoryId], variants: [] })
      const saving = saveProduct(db, app, { runner, productId, baseVersion: 1, change })
      await untilTheyWait(db)
      return { saving }
    })

    expect(await saving).toMatchObject({ id: productId })
    expect(await db.$count(productCategories, eq(productCategories.productId, productId))).toBe(0)
  })
})
