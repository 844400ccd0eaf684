import { eq, sql } from 'drizzle-orm'
import { apActivities } from '@rose-ash/shared/db/models/federation'
import { movements, supplies } from '@rose-ash/shared/db/models/holds'
import { pricingRules } from '@rose-ash/shared/db/models/market-review'
import { variants } from '@rose-ash/shared/db/models/market'
import { testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { changeStatusIn } from '../../desk/products/change-status.ts'
import { tellChange } from '../../desk/products/tell-change.ts'
import { halfAgain, ourPrice, reviewWorld } from '../testing/review-world.ts'
import { acceptProposal } from './decide.ts'
import { decideMany } from './decide-many.ts'

const { db } = await testDatabase()

describe('a decision', () => {
  it('is one: of two editors the second is told, and so is whom a run overtook', async () => {
    const { of, parts, read, site } = await reviewWorld(db)
    const second = site.products[1]
    if (!second) throw new Error('there is one')
    const seen = await of('A-2')
    second.priceMinor += 7
    await read()
    await expect(acceptProposal(parts, seen)).rejects.toMatchObject({ code: 'decided_meanwhile' })

    const now = await of('A-2')
    const both = await Promise.allSettled([acceptProposal(parts, now), acceptProposal(parts, now)])

    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await db.$count(variants, eq(variants.sku, 'A-2'))).toBeGreaterThan(0)
  })

  it('on all of a filter leaves what it cannot take open, and says why', async () => {
    const {
      parts,
      supplier,
      managerId: personId,
      open,
      memberId,
    } = await reviewWorld(db, {
      count: 8,
      hasRule: false,
    })
    await db.insert(pricingRules).values({ supplierId: supplier.id, ...halfAgain, match: 'bread' })
    const titles = (await open()).map(({ title }) => title)
    const isPriced = (title: string) => title.toLowerCase().includes('bread')
    const all = { supplierId: supplier.id, decision: 'accept' as const, filter: {} }

    await expect(decideMany(parts, { ...all, personId: memberId })).rejects.toMatchObject({
      status: 403,
    })
    const result = await decideMany(parts, { ...all, personId })

    expect(result.decided).toBe(titles.filter(isPriced).length)
    expect(result.refused).toHaveLength(titles.filter((title) => !isPriced(title)).length)
    expect((await open()).map(({ title }) => title)).toEqual(
      titles.filter((title) => !isPriced(title)),
    )
  })

  it.each([
    ['archive', { product: { status: 'archived' }, variant: { active: false } }],
    ['no-stock', { product: { status: 'draft' }, variant: { active: true } }],
  ] as const)('that something is gone can %s', async (gone, expected) => {
    const { accept, ours, site, read, of, open } = await reviewWorld(db)
    await accept('A-2')
    const before = await ours('A-2')
    await db
      .update(supplies)
      .set({ capacity: 9 })
      .where(eq(supplies.id, before?.supply.id ?? ''))
    const [removed] = site.products.splice(1, 1)
    await read()
    await read()
    expect((await of('A-2')).row.kind).toBe('gone')

    await accept('A-2', { gone })

    expect(await ours('A-2')).toMatchObject({ ...expected, supply: { capacity: 0, backorder: 0 } })
    const ledger = await db
      .select({ delta: movements.delta })
      .from(movements)
      .where(eq(movements.supplyId, before?.supply.id ?? ''))
      .orderBy(movements.id)
    expect(ledger.reduce((sum, { delta }) => sum + delta, 0)).toBe(0)
    await read()
    expect((await open()).map(({ externalId }) => externalId)).not.toContain('A-2')
    if (removed) site.products.push(removed)
    await read()
    expect((await of('A-2')).row.changes).toContainEqual(
      expect.objectContaining({ field: 'availability', from: 'gone' }),
    )
  })

  it('is told to who follows the market when it changes or ends what is on the shelf', async () => {
    const { accept, ours, site, read, parts } = await reviewWorld(db)
    await accept('A-2')
    const product = (await ours('A-2'))?.product
    const productId = product?.id ?? ''
    await db.transaction((tx) => changeStatusIn(tx, parts, { productId, status: 'published' }))
    const [, second] = site.products
    if (!second) throw new Error('there is one')
    second.priceMinor = 2_000
    await read()

    await accept('A-2')
    await tellChange(db, parts, productId)
    site.remove(2)
    await read()
    await read()
    await accept('A-2', { gone: 'archive' })
    await tellChange(db, parts, productId)

    const uri = `${parts.appConfig.origins.market}/products/${product?.slug}`
    const told = await db
      .select()
      .from(apActivities)
      .where(eq(apActivities.objectUri, uri))
      .orderBy(apActivities.id)
    expect(told.map(({ type }) => type)).toEqual(['Create', 'Update', 'Delete'])
    expect(JSON.stringify(told[1]?.activity)).toContain((ourPrice(2_000) / 100).toFixed(2))
    const { rows } = await db.execute(
      sql`select from graphile_worker.jobs where key = ${`tell-product:${productId}`}`,
    )
    expect(rows).toHaveLength(1)
  })
})
