import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { variants } from '@rose-ash/shared/db/models/market'
import { productImports } from '@rose-ash/shared/db/models/market-imports'
import {
  holdSupplies,
  releaseHolds,
  returnAllGoods,
  takeHolds,
} from '@rose-ash/shared/services/holds'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../../app.ts'
import { exchangeWorld } from '../../exchange/testing/exchange-world.ts'
import { aSize } from '../testing/desk-world.ts'
import { changeStatus } from '../products/change-status.ts'
import { tellRestocks } from './tell-restocks.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const { manager, market, mine, bring, write, newProduct } = await exchangeWorld(app)

/** On the shelf, with so many of it, and nothing told yet but that it is new. */
async function onTheShelf(title: string, stock: number, sku: string = randomUUID()) {
  const { id, slug } = await newProduct({ title, variants: [aSize({ sku })] })
  const [size] = await db.select().from(variants).where(eq(variants.productId, id))
  const supplyId = size?.supplyId ?? ''
  await change(supplyId, { capacity: stock })
  await changeStatus(db, app, { runner: manager, productId: id, status: 'published' })
  return { id, slug, sku, supplyId }
}

const change = (supplyId: string, values: Partial<typeof supplies.$inferInsert>) =>
  db.update(supplies).set(values).where(eq(supplies.id, supplyId))

/** Somebody holds so many, and has them for good if they pay. Answers who. */
async function hold(supplyId: string, quantity: number, { pays = true } = {}) {
  const holderId = randomUUID()
  const expiresAt = new Date(Date.now() + 600_000)
  await holdSupplies(db, { holderId, wants: [{ supplyId, quantity }], expiresAt })
  if (pays) await takeHolds(db, holderId)
  return holderId
}

/** What the outbox says is back, of a product or of the market. */
async function toldOf(path: string) {
  await tellRestocks(db, app)
  const { rows } = await db.execute<{ content: string }>(sql`
    select activity -> 'object' ->> 'content' as content from federation.ap_activities
    where type = 'Create' and object_uri like ${`%${path}#restock-%`} order by id`)
  return rows.map(({ content }) => content)
}

it('tells what an order gives back that ended after it was sold, once for each time', async () => {
  const { slug, supplyId } = await onTheShelf('Rye of Monday', 2)
  const buyer = await hold(supplyId, 2)
  expect(await toldOf(`/products/${slug}`)).toEqual([])

  await returnAllGoods(db, buyer)

  const told = await toldOf(`/products/${slug}`)
  expect(told).toEqual([expect.stringContaining('Back in stock: <strong>Rye of Monday</strong>')])
  expect(await toldOf(`/products/${slug}`)).toEqual(told)
  await returnAllGoods(db, await hold(supplyId, 2))
  expect(await toldOf(`/products/${slug}`)).toHaveLength(2)
})

it('tells nothing where some was left, or was only promised to a basket', async () => {
  const { slug, supplyId } = await onTheShelf('Oat', 3)
  await returnAllGoods(db, await hold(supplyId, 2))
  await releaseHolds(db, await hold(supplyId, 3, { pays: false }), 'expired')
  await change(supplyId, { capacity: 9 })

  expect(await toldOf(`/products/${slug}`)).toEqual([])
})

it('tells nothing of what went and came back within one transaction', async () => {
  const { slug, supplyId } = await onTheShelf('Spelt', 1)
  await db.transaction(async (tx) => {
    const of = eq(supplies.id, supplyId)
    await tx.transaction(async (inner) => inner.update(supplies).set({ taken: 1 }).where(of))
    await tx.update(supplies).set({ taken: 0 }).where(of)
  })

  expect(await toldOf(`/products/${slug}`)).toEqual([])
})

it('tells nothing of what went again before anybody was told, nor of drafts', async () => {
  const gone = await onTheShelf('Barley', 0)
  const draft = await onTheShelf('Malt', 0)
  await changeStatus(db, app, { runner: manager, productId: draft.id, status: 'draft' })

  await db.transaction(async (tx) => {
    for (const capacity of [4, 0])
      await tx.update(supplies).set({ capacity }).where(eq(supplies.id, gone.supplyId))
  })
  await change(draft.supplyId, { capacity: 4 })

  expect(await toldOf(`/products/${gone.slug}`)).toEqual([])
  expect(await toldOf(`/products/${draft.slug}`)).toEqual([])
})

it('waits until some of it is not promised to somebody who is paying', async () => {
  const { slug, supplyId } = await onTheShelf('Emmer', 1)
  const first = await hold(supplyId, 1)
  let second = ''
  await db.transaction(async (tx) => {
    await returnAllGoods(tx, first)
    second = randomUUID()
    const expiresAt = new Date(Date.now() + 600_000)
    await holdSupplies(tx, { holderId: second, wants: [{ supplyId, quantity: 1 }], expiresAt })
  })
  expect(await toldOf(`/products/${slug}`)).toEqual([])

  await releaseHolds(db, second, 'expired')

  expect(await toldOf(`/products/${slug}`)).toHaveLength(1)
})

it('tells what may be ordered ahead again, and what is no longer counted', async () => {
  const ahead = await onTheShelf('Einkorn', 0)
  const free = await onTheShelf('Flyers', 0)

  await change(ahead.supplyId, { backorder: 10 })
  await change(free.supplyId, { capacity: null })

  expect(await toldOf(`/products/${ahead.slug}`)).toHaveLength(1)
  expect(await toldOf(`/products/${free.slug}`)).toHaveLength(1)
})

it('tells in one note what a file brought back, when all of it is written', async () => {
  const loaves = []
  for (let n = 1; n <= 11; n += 1) loaves.push(await onTheShelf(`Loaf ${n} & more`, 0, `L-${n}`))
  const rows = loaves.map(({ sku }) => `${sku},7`)
  const importId = await bring(`SKU,Stock\n${rows.join('\n')}\n`)
  // Another file of the market is still being written.
  const file = { marketId: market.id, fileName: 'other.csv', encoding: 'utf-8', columns: {} }
  const [other] = await db
    .insert(productImports)
    .values({ ...file, state: 'writing', startedBy: mine.runner.personId })
    .returning()
  await write(importId)
  expect(await toldOf(`/markets/${market.slug}`)).toEqual([])

  await db
    .update(productImports)
    .set({ state: 'done' })
    .where(eq(productImports.id, other?.id ?? ''))

  const [told, ...more] = await toldOf(`/markets/${market.slug}`)
  expect(more).toEqual([])
  expect(told).toContain('<p>Back in stock at <strong>Bread</strong>:</p>')
  expect(told?.match(/\/products\/loaf-\d+-[^"]*">Loaf \d+ &amp; more</g)).toHaveLength(8)
  expect(told).toContain('<br>and 3 more</p>')
  for (const { slug } of loaves) expect(await toldOf(`/products/${slug}`)).toEqual([])
})
