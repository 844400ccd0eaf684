import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { apActivities } from '@rose-ash/shared/db/models/federation'
import { movements, supplies } from '@rose-ash/shared/db/models/holds'
import { variants } from '@rose-ash/shared/db/models/market'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../../app.ts'
import { aProduct, aSize, deskWorld } from '../testing/desk-world.ts'
import { changeStatus } from './change-status.ts'
import { duplicateProduct } from './duplicate-product.ts'
import { saveProduct } from './save-product.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const { manager, member, admin, newProduct, saved } = await deskWorld(app)

const sizesOf = (productId: string) =>
  db.select().from(variants).where(eq(variants.productId, productId)).orderBy(variants.position)

const toldOf = async (slug: string) => {
  const rows = await db
    .select()
    .from(apActivities)
    .where(eq(apActivities.objectUri, `${app.appConfig.origins.market}/products/${slug}`))
    .orderBy(apActivities.id)
  return rows.map(({ type, activity }) => ({ type, object: activity['object'] }))
}

describe('a product', () => {
  it('is changed by the managers of its page and by administrators, by nobody else', async () => {
    const { id: productId } = await newProduct()
    const save = { productId, baseVersion: 1, change: aProduct({ title: 'Taken over' }) }

    await expect(saveProduct(db, app, { runner: member, ...save })).rejects.toMatchObject({
      status: 403,
    })
    expect(await saved(productId)).toMatchObject({ title: 'Rye bread', version: 1 })
    await saveProduct(db, app, { runner: admin, ...save })
    expect(await saved(productId)).toMatchObject({ title: 'Taken over', version: 2 })
  })

  it('gets an address of its own when another one has it', async () => {
    const [one, two] = [
      await newProduct({ title: 'Malt loaf' }),
      await newProduct({ title: 'Malt loaf' }),
    ]

    expect([one.slug, two.slug]).toEqual(['malt-loaf', 'malt-loaf-2'])
  })

  it('keeps what was saved first when two editors save, and writes nothing of the second', async () => {
    const { id: productId } = await newProduct()
    const save = (title: string, priceMinor: number) =>
      saveProduct(db, app, {
        runner: manager,
        productId,
        baseVersion: 1,
        change: aProduct({ title, variants: [aSize({ title, priceMinor })] }),
      })

    const outcomes = await Promise.allSettled([save('Mine', 100), save('Theirs', 900)])

    const won = outcomes[0]?.status === 'fulfilled' ? 'Mine' : 'Theirs'
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await saved(productId)).toMatchObject({ title: won, version: 2 })
    expect((await sizesOf(productId)).map(({ title }) => title)).toEqual([won, 'Small'])
  })

  it('is sold while it is edited: saving does not touch stock', async () => {
    const { id: productId } = await newProduct()
    const [size] = await sizesOf(productId)
    const supplyId = size?.supplyId ?? ''
    await db.update(supplies).set({ capacity: 5 }).where(eq(supplies.id, supplyId))
    await db.update(supplies).set({ taken: 3 }).where(eq(supplies.id, supplyId))

    await saveProduct(db, app, {
      runner: manager,
      productId,
      baseVersion: 1,
      change: aProduct({
        variants: [aSize({ id: size?.id ?? '', priceMinor: 300, backorder: 2 })],
      }),
    })

    const [supply] = await db.select().from(supplies).where(eq(supplies.id, supplyId))
    expect(supply).toMatchObject({ capacity: 5, taken: 3, backorder: 2 })
    expect(await db.$count(movements, eq(movements.supplyId, supplyId))).toBe(2)
  })

  it('lets its sizes change places, and keeps those that a form does not name', async () => {
    const { id: productId } = await newProduct({
      variants: [aSize({ title: 'A' }), aSize({ title: 'B' }), aSize({ title: 'C' })],
    })
    const [a, b, c] = await sizesOf(productId)

    await saveProduct(db, app, {
      runner: manager,
      productId,
      baseVersion: 1,
      change: aProduct({
        variants: [aSize({ id: c?.id ?? '', title: 'C' }), aSize({ id: a?.id ?? '', title: 'A' })],
      }),
    })

    expect((await sizesOf(productId)).map(({ id }) => id)).toEqual([c?.id, a?.id, b?.id])
  })

  it('takes no size of another product', async () => {
    const [mine, other] = [await newProduct(), await newProduct()]
    const [theirs] = await sizesOf(other.id)

    const refusal = saveProduct(db, app, {
      runner: manager,
      productId: mine.id,
      baseVersion: 1,
      change: aProduct({ variants: [aSize({ id: theirs?.id ?? '', priceMinor: 1 })] }),
    })

    await expect(refusal).rejects.toMatchObject({ status: 400 })
    expect((await sizesOf(other.id))[0]).toMatchObject({ priceMinor: 280 })
  })

  it('is told of when it appears, changes and goes, as an offer with picture, price and link', async () => {
    const pictures = [{ image: 'https://img.rose-ash.example/rye.jpg', alt: 'A dark loaf' }]
    const { id: productId, slug } = await newProduct({ title: 'Told & sold', pictures })
    const to = (status: 'published' | 'archived') =>
      changeStatus(db, app, { runner: manager, productId, status })

    expect([await to('published'), await to('published')]).toEqual([true, false])
    const { version } = await saved(productId)
    const change = aProduct({ title: 'Told & sold', slug, pictures })
    await saveProduct(db, app, { runner: manager, productId, baseVersion: version, change })
    await to('archived')

    const told = await toldOf(slug)
    expect(told.map(({ type }) => type)).toEqual(['Create', 'Update', 'Delete'])
    expect(told[0]?.object).toMatchObject({
      type: 'Note',
      content: expect.stringContaining('<strong>Told &amp; sold</strong>, £2.80'),
      attachment: [{ type: 'Image', url: pictures[0]?.image, name: 'A dark loaf' }],
      publishes: { type: 'Intent', resourceQuantity: { hasUnit: 'one', hasNumericalValue: '1' } },
      reciprocal: { type: 'Intent', resourceQuantity: { hasNumericalValue: '2.80' } },
    })
  })

  it('is not put on the shelf without anything to buy', async () => {
    const { id: productId } = await newProduct({ variants: [aSize({ active: false })] })

    const refusal = changeStatus(db, app, { runner: manager, productId, status: 'published' })

    await expect(refusal).rejects.toMatchObject({ code: 'nothing_to_sell' })
    expect(await saved(productId)).toMatchObject({ status: 'draft', publishedAt: null })
  })

  it('is copied as a draft without stock and numbers', async () => {
    const variant = aSize({ sku: 'RYE-1', memberPriceMinor: 250 })
    const { id: productId } = await newProduct({ title: 'Original', variants: [variant] })
    await changeStatus(db, app, { runner: manager, productId, status: 'published' })

    const copy = await duplicateProduct(db, app, { runner: manager, productId })

    expect(await saved(copy.id)).toMatchObject({ title: 'Original (copy)', status: 'draft' })
    const [size] = await sizesOf(copy.id)
    expect(size).toMatchObject({ sku: null, priceMinor: 280, memberPriceMinor: 250 })
    expect(await db.$count(movements, eq(movements.supplyId, size?.supplyId ?? ''))).toBe(0)
  })
})
