import { desc, eq } from 'drizzle-orm'
import { proposals, supplierItems } from '@rose-ash/shared/db/models/market-review'
import { supplierRuns } from '@rose-ash/shared/db/models/market-suppliers'
import { testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { supplierWorld } from '../testing/supplier-world.ts'
import { startRun, stopRun } from './control-run.ts'

const { db } = await testDatabase()

const lastRun = async (supplierId: string) => {
  const [run] = await db
    .select()
    .from(supplierRuns)
    .where(eq(supplierRuns.supplierId, supplierId))
    .orderBy(desc(supplierRuns.id))
  return run
}

describe('what is no longer there', () => {
  it('proposes as gone what two whole runs in a row did not see, and no other', async () => {
    const { parts, people, read, site, supplier } = await supplierWorld(db, { count: 6 })
    await read()
    const own = eq(supplierItems.supplierId, supplier.id)
    await db
      .update(supplierItems)
      .set({ accepted: { name: 'x' } })
      .where(own)
    await db.delete(proposals).where(eq(proposals.supplierId, supplier.id))
    site.remove(3)
    const gone = async () => {
      const rows = await db
        .select({ kind: proposals.kind, item: supplierItems.externalId })
        .from(proposals)
        .innerJoin(supplierItems, eq(supplierItems.id, proposals.itemId))
        .where(eq(proposals.supplierId, supplier.id))
      return rows.filter(({ kind }) => kind === 'gone').map(({ item }) => item)
    }

    await read()
    expect(await gone()).toEqual([])
    await startRun(parts, people)
    await stopRun(parts, people)
    expect(await gone()).toEqual([])
    await read()
    expect(await gone()).toEqual(['A-3'])
  })

  it('counts no miss of what is on a page that could not be read', async () => {
    const { read, site, supplier } = await supplierWorld(db, { count: 3 })
    await read()
    site.failing.add('/products/2')
    await read()
    await read()

    const own = eq(supplierItems.supplierId, supplier.id)
    const items = await db.select().from(supplierItems).where(own)
    expect(items.map(({ misses }) => misses)).toEqual(items.map(() => 0))
    expect((await lastRun(supplier.id))?.report).toMatchObject({ page_failed: 1 })
  })

  it('counts no miss when the list could not be read, and none when it shows nothing', async () => {
    const { read, site, supplier } = await supplierWorld(db, { count: 30 })
    await read()
    site.failing.add('/?page=2')
    await read()
    const own = eq(supplierItems.supplierId, supplier.id)
    expect(await lastRun(supplier.id)).toMatchObject({ state: 'done', isComplete: false })
    site.failing.add('/')
    await read()
    expect(await lastRun(supplier.id)).toMatchObject({ state: 'failed', isComplete: false })

    const items = await db.select().from(supplierItems).where(own)
    expect(new Set(items.map(({ misses }) => misses))).toEqual(new Set([0]))
  })
})
