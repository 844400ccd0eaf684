import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { movements, supplies } from '@rose-ash/shared/db/models/holds'
import { variants } from '@rose-ash/shared/db/models/market'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createMarket } from '../../app.ts'
import { asPerson, deskWorld, plain } from '../testing/desk-world.ts'
import { changeStatus } from '../products/change-status.ts'
import { moveStock, type StockMove } from './move-stock.ts'
import { lastLine } from './queries.ts'
import { tellRestocks } from './tell-restocks.ts'
import { countSheet, previewStockTake, takeStock } from './take-stock.ts'

const { db, url } = await testDatabase()
const app = await testApp(createMarket, testConfig('market', { databaseUrl: url }))
const { manager, member, admin, market, newProduct, saved } = await deskWorld(app)

let variantId = ''
let supplyId = ''
let productId = ''

beforeEach(async () => {
  productId = (await newProduct()).id
  const [size] = await db.select().from(variants).where(eq(variants.productId, productId))
  variantId = size?.id ?? ''
  supplyId = size?.supplyId ?? ''
  await move({ kind: 'delivery', delta: 10 })
})

async function move(values: Partial<StockMove>) {
  const seen = values.seen ?? (await lastLine(db, supplyId))
  const usual = { runner: manager, variantId, kind: 'waste', delta: -1, reason: '' } as const
  return moveStock(db, app, { ...usual, ...values, seen })
}

const sell = (quantity: number) =>
  db.update(supplies).set({ taken: quantity }).where(eq(supplies.id, supplyId))

const supply = async () => {
  const [row] = await db.select().from(supplies).where(eq(supplies.id, supplyId))
  return row
}

describe('what is written into the ledger', () => {
  it('has who, what and why, and runs on with what is sold', async () => {
    await sell(2)
    await move({ kind: 'correction', delta: -1, reason: 'One was cut for tasting' })

    const rows = await db.select().from(movements).where(eq(movements.supplyId, supplyId))
    const { personId } = manager
    expect(rows.map((row) => [row.kind, row.delta, row.onHand, row.reason, row.personId])).toEqual([
      ['delivery', 10, 10, '', personId],
      ['sale', -2, 8, '', null],
      ['correction', -1, 7, 'One was cut for tasting', personId],
    ])
    const { look } = await asPerson(app, personId)
    expect((await look(`/desk/products/${productId}/stock`)).body).toContain('cut for tasting')
  })

  it('never takes what is sold or lies in a basket that is paying', async () => {
    await db.update(supplies).set({ taken: 3, held: 4 }).where(eq(supplies.id, supplyId))

    const refusal = move({ delta: -4 })

    await expect(refusal).rejects.toMatchObject({
      code: 'stock_promised',
      message:
        'There are 7, 4 of them in baskets that are paying. So many cannot go. Nothing has been changed.',
    })
    expect(await supply()).toMatchObject({ capacity: 10, taken: 3, held: 4 })
    await move({ delta: -3 })
    expect(await supply()).toMatchObject({ capacity: 7 })
  })

  it('that brings a product back is a new note of its own, once, that points to the product', async () => {
    await db.update(variants).set({ active: true }).where(eq(variants.id, variantId))
    await changeStatus(db, app, { runner: manager, productId, status: 'published' })
    await move({ kind: 'waste', delta: -10 })
    const seen = await lastLine(db, supplyId)
    const delivery = { kind: 'delivery', delta: 4, seen } as const

    await Promise.allSettled([move(delivery), move(delivery)])
    await move({ kind: 'delivery', delta: 3 })
    await Promise.all([tellRestocks(db, app), tellRestocks(db, app)])

    const { rows } = await db.execute<{ type: string; object: Record<string, unknown> }>(sql`
      select type, activity -> 'object' as object from federation.ap_activities
      where object_uri like ${`%/products/${(await saved(productId)).slug}%`} order by id`)
    const [first, back, ...more] = rows
    expect([first?.type, back?.type, more]).toEqual(['Create', 'Create', []])
    expect(back?.object).toMatchObject({
      id: expect.stringMatching(/#restock-\d+$/),
      type: 'Note',
      content: expect.stringContaining('Back in stock: <strong>Rye bread</strong>, £2.80'),
      url: first?.object['id'],
      tag: [{ type: 'Link', href: first?.object['id'], name: 'Rye bread' }],
    })
    expect(back?.object).not.toHaveProperty('publishes')
    expect(first?.object).toHaveProperty('publishes')
  })

  it('is written once when the form comes twice, even at once', async () => {
    const seen = await lastLine(db, supplyId)
    const twice = [
      move({ kind: 'delivery', delta: 5, seen }),
      move({ kind: 'delivery', delta: 5, seen }),
    ]

    const outcomes = await Promise.allSettled(twice)

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await supply()).toMatchObject({ capacity: 15 })
  })

  it('is for who runs the market, and corrections want a reason', async () => {
    await expect(move({ runner: member })).rejects.toMatchObject({ status: 403 })
    await expect(move({ kind: 'correction' })).rejects.toMatchObject({ status: 400 })
    expect(await supply()).toMatchObject({ capacity: 10 })
    await move({ runner: admin })
    expect(await supply()).toMatchObject({ capacity: 9 })
  })
})

describe('a stock take', () => {
  const take = (seen: number, counted: number) => ({
    runner: manager,
    marketId: market.id,
    seen,
    counts: new Map([[variantId, counted]]),
  })

  it('shows what it would change, respects what is sold meanwhile, and counts once', async () => {
    const { seen } = await countSheet(db, market.id)
    await sell(2)

    const [shown] = await previewStockTake(db, app, take(seen, 9))
    expect(shown).toMatchObject({ counted: 9, since: -2, difference: -1 })
    expect(await supply()).toMatchObject({ capacity: 10 })
    await sell(3)
    const [outcome] = await takeStock(db, app, take(seen, 9))

    expect(outcome).toMatchObject({ since: -3, difference: -1 })
    expect(await supply()).toMatchObject({ capacity: 9, taken: 3 })
    await expect(takeStock(db, app, take(seen, 9))).rejects.toMatchObject({
      code: 'counts_refused',
    })
    expect(await supply()).toMatchObject({ capacity: 9 })
  })

  it('saves nothing of it when one count is below what is promised', async () => {
    const [first, firstSupply] = [variantId, supplyId]
    const other = await newProduct({ title: 'Other' })
    const [size] = await db.select().from(variants).where(eq(variants.productId, other.id))
    await db.update(supplies).set({ held: 6 }).where(eq(supplies.id, firstSupply))
    const { seen } = await countSheet(db, market.id)
    const counts = new Map([
      [first, 4],
      [size?.id ?? '', 7],
    ])

    const refusal = takeStock(db, app, { ...take(seen, 0), counts })

    await expect(refusal).rejects.toMatchObject({ code: 'counts_refused' })
    expect(await supply()).toMatchObject({ capacity: 10, held: 6 })
    expect(await lastLine(db, size?.supplyId ?? '')).toBe(0)
  })

  it('is entered on a sheet, looked over and saved', async () => {
    const { look, send } = await asPerson(app, manager.personId)
    const path = `/desk/markets/${market.id}/stock-take`
    const seen = /name="seen" value="(\d+)"/.exec((await look(path)).body)?.[1] ?? ''
    const form = { seen, [`c-${variantId}`]: '8' }

    const shown = await send(path, form)
    expect(shown.body).toMatch(/>-2<\/td>/)
    expect(await supply()).toMatchObject({ capacity: 10 })
    const { statusCode } = await send(path, { ...form, action: 'apply' })

    expect(statusCode).toBe(303)
    expect(await supply()).toMatchObject({ capacity: 8 })
  })

  it('keeps every count when one is no number', async () => {
    const { send } = await asPerson(app, manager.personId)
    const other = await newProduct({ title: 'Counted loaf' })
    const [size] = await db.select().from(variants).where(eq(variants.productId, other.id))
    const path = `/desk/markets/${market.id}/stock-take`

    const answer = await send(path, {
      seen: '12',
      [`c-${variantId}`]: 'a dozen',
      [`c-${size?.id}`]: '31',
    })

    expect(answer.statusCode).toBe(422)
    expect(plain(answer.body)).toContain('“a dozen” is not a count. Write a whole number')
    const field = (id: string | undefined) =>
      new RegExp(`name="c-${id}"[^>]*value="([^"]*)"`).exec(answer.body)?.[1]
    expect([field(variantId), field(size?.id)]).toEqual(['a dozen', '31'])
    expect(answer.body).toContain('name="seen" value="12"')
    expect(await supply()).toMatchObject({ capacity: 10 })
  })

  it('lets what somebody wrote down meanwhile be counted again, and keeps the other counts', async () => {
    const { send } = await asPerson(app, manager.personId)
    const other = await newProduct({ title: 'Other counted loaf' })
    const [size] = await db.select().from(variants).where(eq(variants.productId, other.id))
    const path = `/desk/markets/${market.id}/stock-take`
    const { seen } = await countSheet(db, market.id)
    await move({ kind: 'delivery', delta: 5 })
    const form = { seen: String(seen), [`c-${variantId}`]: '8', [`c-${size?.id}`]: '31' }

    const refused = await send(path, { ...form, action: 'apply' })

    expect(refused.statusCode).toBe(409)
    expect(await supply()).toMatchObject({ capacity: 15 })
    const hidden = (name: string) =>
      new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(refused.body)?.[1] ?? ''
    expect([hidden(`c-${variantId}`), hidden(`c-${size?.id}`)]).toEqual(['8', '31'])
    const again = {
      ...form,
      [`s-${variantId}`]: hidden(`s-${variantId}`),
      [`c-${variantId}`]: '14',
    }
    const done = await send(path, { ...again, action: 'apply' })

    expect(done.statusCode).toBe(303)
    expect(await supply()).toMatchObject({ capacity: 14 })
  })
})
