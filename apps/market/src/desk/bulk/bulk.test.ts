import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { variants } from '@rose-ash/shared/db/models/market'
import { priceChanges } from '@rose-ash/shared/db/models/market-prices'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../../app.ts'
import { asPerson, deskWorld } from '../testing/desk-world.ts'
import { changedByPercent, type Rounding } from './percent.ts'
import { type BulkChange, saveBulk } from './save-bulk.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const { manager, member, market, newProduct, saved } = await deskWorld(app)

const sizeOf = async (productId: string) => {
  const [size] = await db.select().from(variants).where(eq(variants.productId, productId))
  if (!size) throw new Error('there is one')
  return size
}

const aRow = async (productId: string, values: Partial<BulkChange> = {}): Promise<BulkChange> => ({
  variantId: (await sizeOf(productId)).id,
  baseVersion: 1,
  priceMinor: 280,
  memberPriceMinor: null,
  floorMinor: null,
  salePriceMinor: null,
  active: true,
  status: 'draft',
  labels: [],
  categoryId: null,
  ...values,
})

const save = (rows: BulkChange[], runner = manager) =>
  saveBulk(db, app, { runner, marketId: market.id, reason: 'Flour is dearer', rows })

describe('many products at once', () => {
  it('are saved together, with the reason in the history; what is the same is left alone', async () => {
    const [one, two, same] = [await newProduct(), await newProduct(), await newProduct()]

    const outcomes = await save([
      await aRow(one.id, { priceMinor: 300 }),
      await aRow(two.id, { status: 'published', labels: ['organic'] }),
      await aRow(same.id),
    ])

    expect([...outcomes.values()]).toEqual(['changed', 'changed', 'same'])
    const size = await sizeOf(one.id)
    expect(size.priceMinor).toBe(300)
    const history = await db.select().from(priceChanges).where(eq(priceChanges.variantId, size.id))
    expect(history.map(({ priceMinor, reason }) => [priceMinor, reason])).toContainEqual([
      300,
      'Flour is dearer',
    ])
    expect(await saved(two.id)).toMatchObject({
      status: 'published',
      labels: ['organic'],
      version: 2,
    })
    expect(await saved(same.id)).toMatchObject({ version: 1 })
  })

  it('are not saved at all when one was changed by somebody else or does not fit', async () => {
    const [good, late, wrong] = [await newProduct(), await newProduct(), await newProduct()]

    const refusal = save([
      await aRow(good.id, { priceMinor: 300 }),
      await aRow(late.id, { priceMinor: 300, baseVersion: 7 }),
      await aRow(wrong.id, { memberPriceMinor: 900 }),
    ])

    const outcomes = await refusal.catch((error: { outcomes: Map<string, unknown> }) => [
      ...error.outcomes.values(),
    ])
    expect(outcomes).toEqual([
      'changed',
      expect.objectContaining({ problem: expect.stringContaining('Somebody else saved') }),
      { problem: 'Members never pay more than everybody else.' },
    ])
    expect(await sizeOf(good.id)).toMatchObject({ priceMinor: 280 })
    expect(await saved(good.id)).toMatchObject({ version: 1 })
  })

  it('are told that a chosen price has no other beside it, and of its least', async () => {
    const [chosen, both] = [await newProduct(), await newProduct()]
    await save([await aRow(chosen.id, { floorMinor: 100 })])
    expect(await sizeOf(chosen.id)).toMatchObject({ floorMinor: 100 })

    const refusal = save([await aRow(both.id, { floorMinor: 100, memberPriceMinor: 200 })])

    const outcomes = await refusal.catch((error: { outcomes: Map<string, unknown> }) => [
      ...error.outcomes.values(),
    ])
    expect(outcomes).toEqual([{ problem: expect.stringContaining('there is no members’ price') }])
    expect(await sizeOf(both.id)).toMatchObject({ floorMinor: null, memberPriceMinor: null })
  })

  it('are for who runs the market', async () => {
    const { id } = await newProduct()

    await expect(save([await aRow(id, { priceMinor: 1 })], member)).rejects.toMatchObject({
      status: 403,
    })
  })

  it('keep what was typed when somebody else saved or there is nothing to sell, each beside its row', async () => {
    const [late, empty] = [await newProduct({ title: 'Late loaf' }), await newProduct()]
    const [lateSize, emptySize] = [await sizeOf(late.id), await sizeOf(empty.id)]
    await save([await aRow(late.id, { priceMinor: 310 })])
    const { send } = await asPerson(app, manager.personId)
    const path = `/desk/markets/${market.id}/bulk`
    const row = (n: number, values: Record<string, string>) =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [`r${n}-${key}`, value]))
    const form = {
      ...row(0, { id: lateSize.id, version: '1', price: '3.33', status: 'draft', active: 'on' }),
      action: 'save',
      reason: 'Rye is dearer',
    }

    const answer = await send(path, form)

    expect(answer.statusCode).toBe(409)
    expect(answer.body).toContain('name="r0-price" value="3.33"')
    expect(answer.body).toContain('value="Rye is dearer"')
    expect(answer.body).toContain('Saved now: price: 3.10.')
    expect(await sizeOf(late.id)).toMatchObject({ priceMinor: 310 })
    const again = await send(path, { ...form, 'r0-version': '2' })
    expect(again.statusCode).toBe(303)
    expect(await sizeOf(late.id)).toMatchObject({ priceMinor: 333 })

    const unsold = await send(path, {
      ...row(0, { id: emptySize.id, version: '1', price: '2.81', status: 'published' }),
      action: 'save',
    })
    expect(unsold.statusCode).toBe(409)
    expect(unsold.body).toMatch(/field-error">Nothing of it can be bought yet\./)
    expect(unsold.body).toContain('name="r0-price" value="2.81"')
    expect(await sizeOf(empty.id)).toMatchObject({ priceMinor: 280, active: true })
  })

  it('have their new prices filled in before they are saved', async () => {
    const { id } = await newProduct({ title: 'Percent loaf' })
    const { id: variantId } = await sizeOf(id)
    const { look, send } = await asPerson(app, manager.personId)
    const path = `/desk/markets/${market.id}/bulk`
    expect((await look(`${path}?q=percent`)).body).toContain('value="2.80"')
    const form = {
      'r0-id': variantId,
      'r0-version': '1',
      'r0-selected': 'on',
      'r0-price': '2.80',
      'r0-was': '2.80',
      'r0-status': 'draft',
      'r0-active': 'on',
      rounding: '5',
    }

    const filled = await send(path, { ...form, action: 'percent', percent: '10' })
    expect(filled.body).toContain('value="3.10"')
    expect((await sizeOf(id)).priceMinor).toBe(280)
    const wrong = await send(path, { ...form, action: 'save', 'r0-price': '-1' })
    expect([wrong.statusCode, wrong.body.includes('below zero')]).toEqual([422, true])
    const done = await send(path, { ...form, action: 'save', 'r0-price': '3.10' })

    expect(done.statusCode).toBe(303)
    expect((await sizeOf(id)).priceMinor).toBe(310)
  })
})

describe('a percentage', () => {
  it.each<[number, number, Rounding, number]>([
    [280, 1_000, '1', 308],
    [280, 1_000, '5', 310],
    [312, 0, '99', 299],
    [1, -9_000, '1', 1],
    [0, 500, '10', 0],
  ])('makes of %i, by %i hundredths, rounded %s, %i', (minor, by, to, expected) => {
    expect(changedByPercent(minor, by, to)).toBe(expected)
  })

  it('is never more than half a step off', () => {
    const prices = fc.integer({ min: 100, max: 1_000_000 })
    const points = fc.integer({ min: -5_000, max: 5_000 })
    fc.assert(
      fc.property(prices, points, (minor, by) => {
        const off = Math.abs(changedByPercent(minor, by, '10') - (minor * (10_000 + by)) / 10_000)
        expect(off).toBeLessThanOrEqual(5)
      }),
    )
  })
})
