import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '@rose-ash/shared/db'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { products, variants } from '@rose-ash/shared/db/models/market'
import { testDatabase } from '@rose-ash/shared/testing'
import { aMarket, aProduct } from '../../testing/shelves.ts'
import { Filter } from '../filter.ts'
import { noteSales } from '../note-sales.ts'
import { choose } from './choose.ts'
import { MarketIndexes } from './market-indexes.ts'

const { db, url } = await testDatabase()
let clock = 0
const indexes = new MarketIndexes(db, () => clock)

/** What is listed, later than anything that was believed. */
async function listed(marketId: string, filter: Partial<Filter> = {}) {
  clock += 1_000
  const index = await indexes.of(marketId)
  const question = { filter: { ...Filter.parse({}), ...filter }, sort: 'title' as const, limit: 99 }
  return choose(index, [], question).ids
}

describe('the listing kept in step with the database', () => {
  it('follows what is published, sold out, put on sale and taken away', async () => {
    const { id: marketId } = await aMarket(db)
    const { id: other } = await aMarket(db)
    const rye = await aProduct(db, { marketId, title: 'Rye' })
    expect(await listed(marketId)).toEqual([rye.id])
    const pot = await aProduct(db, { marketId, title: 'A pot', ways: [{ stock: 1 }] })
    expect(await listed(marketId)).toEqual([pot.id, rye.id])

    const [way] = await db.select().from(variants).where(eq(variants.productId, pot.id))
    await db
      .update(supplies)
      .set({ held: 1 })
      .where(eq(supplies.id, way?.supplyId ?? ''))
    expect(await listed(marketId, { available: true })).toEqual([rye.id])
    await db.update(variants).set({ salePriceMinor: 1 }).where(eq(variants.productId, rye.id))
    expect(await listed(marketId, { sale: true })).toEqual([rye.id])
    await db.update(products).set({ marketId: other }).where(eq(products.id, pot.id))
    expect([await listed(marketId), await listed(other)]).toEqual([[rye.id], [pot.id]])
    await db.update(products).set({ status: 'archived' }).where(eq(products.id, rye.id))
    expect(await listed(marketId)).toEqual([])
  })

  it('sees what a slow transaction wrote before a quick one, once it is committed', async () => {
    const { id: marketId } = await aMarket(db)
    const slow = await aProduct(db, { marketId, title: 'Slow' })
    const quick = await aProduct(db, { marketId, title: 'Quick' })
    expect(await listed(marketId)).toEqual([quick.id, slow.id])

    const second = openDatabase({ url, size: 1, onError: () => undefined })
    await second.db.transaction(async (tx) => {
      await tx.update(products).set({ title: 'A' }).where(eq(products.id, slow.id))
      await db.update(products).set({ title: 'Z' }).where(eq(products.id, quick.id))
      expect(await listed(marketId)).toEqual([slow.id, quick.id])
      await tx.update(products).set({ status: 'draft' }).where(eq(products.id, slow.id))
    })
    await second.close()

    expect(await listed(marketId)).toEqual([quick.id])
  })

  it('is believed for a quarter of a second, and read once for all who ask at once', async () => {
    const { id: marketId } = await aMarket(db)
    await Promise.all([indexes.of(marketId), indexes.of(marketId)])
    await aProduct(db, { marketId })

    const [same, again] = await Promise.all([indexes.of(marketId), indexes.of(marketId)])
    expect(same).toBe(again)
    expect(same.size).toBe(0)
    clock += 250
    const [first, second] = await Promise.all([indexes.of(marketId), indexes.of(marketId)])
    expect([first.size, second.size]).toEqual([1, 1])
  })

  it('is read anew by a process that was away for too long', async () => {
    const { id: marketId } = await aMarket(db)
    await listed(marketId)
    const late = await aProduct(db, { marketId })
    await db.execute(sql`delete from market.product_changes`)
    expect(await listed(marketId)).toEqual([])

    clock += 13 * 60 * 60 * 1_000
    expect(await listed(marketId)).toEqual([late.id])
  })

  it('is told once when a sale begins and once when it ends', async () => {
    const { id: marketId } = await aMarket(db)
    const minute = 60_000
    const ended = await aProduct(db, {
      marketId,
      ways: [{ salePriceMinor: 1, saleUntil: new Date(Date.now() - minute) }],
    })
    await aProduct(db, {
      marketId,
      ways: [{ salePriceMinor: 1, saleFrom: new Date(Date.now() + 60 * minute) }],
    })
    await db.execute(sql`delete from market.product_changes`)

    expect(await noteSales(db)).toEqual([ended.id])
    expect(await noteSales(db)).toEqual([])
  })
})
