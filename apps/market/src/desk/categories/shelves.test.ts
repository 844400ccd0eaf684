import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { collections, productCategories } from '@rose-ash/shared/db/models/market-shelves'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../../app.ts'
import { changeCollection, collectionRunBy } from '../collections/change-collection.ts'
import { asPerson, deskWorld } from '../testing/desk-world.ts'
import { changeCategory, createCategory, deleteCategory, stepCategory } from './change-category.ts'
import { categoryTree } from './queries.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const { manager, member, market, newProduct } = await deskWorld(app)
const words = { slug: '', description: '', parentId: null as string | null }
const make = (title: string, parentId: string | null = null) =>
  createCategory(db, app, { runner: manager, marketId: market.id, ...words, title, parentId })
const paths = async () => (await categoryTree(db, market.id)).map(({ path }) => path)

describe('categories', () => {
  it('are a tree in which each has its place, moves, and is never within itself', async () => {
    const bread = await make('Bread')
    const rye = await make('Rye', bread)
    await make('Cake')
    await stepCategory(db, app, { runner: manager, categoryId: bread, step: 'down' })

    expect(await paths()).toEqual(['Cake', 'Bread', 'Bread › Rye'])
    const within = { runner: manager, categoryId: bread, ...words, title: 'Bread', parentId: rye }
    await expect(changeCategory(db, app, within)).rejects.toMatchObject({ status: 400 })
    await expect(
      changeCategory(db, app, { ...within, runner: member, parentId: null }),
    ).rejects.toMatchObject({ status: 403 })
    expect(await paths()).toEqual(['Cake', 'Bread', 'Bread › Rye'])
  })

  it('leave their products to the one above when they are deleted', async () => {
    const above = await make('Drinks')
    const below = await make('Juice', above)
    const { id: productId } = await newProduct({ categoryIds: [below] })

    await deleteCategory(db, app, { runner: manager, categoryId: below })

    const of = await db
      .select()
      .from(productCategories)
      .where(eq(productCategories.productId, productId))
    expect(of).toEqual([{ productId, categoryId: above }])
  })

  it('are kept on pages without a script', async () => {
    const { look, send } = await asPerson(app, manager.personId)
    const path = `/desk/markets/${market.id}/categories`
    await send(path, { title: 'Cheese', parentId: '' })

    const { body } = await look(path)

    expect(body).toContain(
      'Up: “Cheese”'.replaceAll(/[“”]/g, (mark) => `&#${mark.codePointAt(0)};`),
    )
    const found = (await categoryTree(db, market.id)).find(({ title }) => title === 'Cheese')
    expect((await look(`/desk/categories/${found?.id}/deletion`)).statusCode).toBe(200)
  })
})

describe('collections', () => {
  it('name products in an order, or say a rule in the words of a listing', async () => {
    const [a, b] = [await newProduct({ title: 'Aaa' }), await newProduct({ title: 'Bbb' })]
    const { look, send } = await asPerson(app, manager.personId)
    const path = `/desk/markets/${market.id}/collections`
    await send(path, { title: 'By hand', by: 'hand', products: `/products/${b.slug}\n${a.slug}` })
    const empty = await send(path, { title: 'All', by: 'rule' })
    await send(path, { title: 'Organic', by: 'rule', label: 'organic', sale: 'on', price: '0-250' })

    const rows = await db.select().from(collections).orderBy(collections.position)
    expect(empty.statusCode).toBe(400)
    expect(rows.map(({ title, rule }) => [title, rule])).toEqual([
      ['By hand', null],
      ['Organic', { label: ['organic'], price: ['0-250'], sale: '1' }],
    ])
    const id = rows[0]?.id ?? ''
    expect((await collectionRunBy(db, app, manager, id)).products).toEqual([b.slug, a.slug])
    expect((await look(`/desk/collections/${rows[1]?.id}`)).body).toContain('value="organic"')
    const taken = { slug: '', description: '', rule: null, products: [], collectionId: id }
    await expect(
      changeCollection(db, app, { runner: member, title: 'Mine', ...taken }),
    ).rejects.toMatchObject({ status: 403 })
  })
})
