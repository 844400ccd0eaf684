import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { people } from '@rose-ash/shared/db/models/account'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { products } from '@rose-ash/shared/db/models/market'
import { purchaseLines, purchaseOrders } from '@rose-ash/shared/db/models/market-purchases'
import { aPerson, signedIn, testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { createMarket } from '../../app.ts'
import { tellRestocks } from '../../desk/stock/tell-restocks.ts'
import { purchaseWorld } from '../testing/purchase-world.ts'
import { balanceOf } from './balance-of.ts'
import { cancelPurchase, sendPurchase } from './change-purchase.ts'
import { draftPurchase } from './draft-purchase.ts'
import { receivePurchase } from './receive-purchase.ts'
import { settleShortage } from './settle-shortage.ts'

const { db, url: databaseUrl } = await testDatabase()

/** Sixty are ordered, three cases of 24 bought, and two come. */
async function shortDelivery() {
  const world = await purchaseWorld(db)
  const { parts, buy, drafted } = world
  await buy(60)
  const draft = await drafted()
  await sendPurchase(parts, { ...draft, cooperative: 'Rose Ash' })
  await receivePurchase(parts, { ...draft, received: new Map([[draft.line.id, 48]]) })
  // Later orders are asked for from then on.
  await db
    .update(purchaseOrders)
    .set({ until: sql`now() - interval '1 minute'` })
    .where(eq(purchaseOrders.id, draft.purchaseId))
  const of = { ...draft, lineId: draft.line.id }
  return {
    ...world,
    of,
    settle: (as: 'carried' | 'written_off') => settleShortage(parts, { ...of, as }),
    async line() {
      const [line] = await db.select().from(purchaseLines).where(eq(purchaseLines.id, of.lineId))
      return line
    },
  }
}

describe('what members still wait for', () => {
  const bought = { boughtUnits: 72, overUnits: 12, looseUnits: 12, caseSize: 24 }

  it.each([
    ['all came', {}, 72, { looseUnits: 12, shortUnits: 0 }],
    ['less came than is left over', {}, 65, { looseUnits: 5, shortUnits: 0 }],
    ['a case is missing', {}, 48, { looseUnits: 0, shortUnits: 12 }],
    ['nothing came', {}, 0, { looseUnits: 0, shortUnits: 60 }],
    ['the case for the shelf is missing', { overUnits: 36 }, 48, { looseUnits: 12, shortUnits: 0 }],
    ['fewer were bought', { overUnits: -12, looseUnits: 0 }, 72, { looseUnits: 0, shortUnits: 12 }],
    ['more came', {}, 75, { looseUnits: 15, shortUnits: 0 }],
    ['a later purchase used some', { looseUnits: 3 }, 48, { looseUnits: 0, shortUnits: 21 }],
  ])('when %s', (_what, change, receivedUnits, expected) => {
    expect(balanceOf({ ...bought, ...change, receivedUnits })).toEqual(expected)
  })

  it('is what was ordered, less what came and lay there', () => {
    const counts = fc.record({
      ordered: fc.nat(500),
      before: fc.nat(23),
      cases: fc.nat(30),
      came: fc.nat(800),
    })
    fc.assert(
      fc.property(counts, ({ ordered, before, cases, came }) => {
        const boughtUnits = cases * 24
        const receivedUnits = Math.min(came, boughtUnits)
        const overUnits = boughtUnits + before - ordered
        const looseUnits = Math.max(0, overUnits) % 24

        const { shortUnits } = balanceOf({
          boughtUnits,
          receivedUnits,
          overUnits,
          looseUnits,
          caseSize: 24,
        })

        expect(shortUnits).toBe(Math.max(0, ordered - before - receivedUnits))
      }),
    )
  })
})

describe('a delivery that came short', () => {
  it('keeps what is missing, and the next purchase buys it once when it is carried over', async () => {
    const { settle, drafted, line, buy, loose, parts, of } = await shortDelivery()
    expect(await line()).toMatchObject({ receivedUnits: 48, shortUnits: 12, shortAs: null })
    expect(await loose()).toBe(0)
    await expect(draftPurchase(parts, of)).rejects.toMatchObject({ code: 'nothing_ordered' })

    await Promise.all([settle('carried'), settle('carried')])
    await buy(15)
    await db.update(purchaseOrders).set({ until: sql`now() - interval '3 minutes'` })
    const next = await drafted()

    // The sixty are in again, for the clock was put back.
    expect(next.line).toMatchObject({ orderedUnits: 87, carriedUnits: 12, cases: 4, overUnits: 9 })
    expect(await line()).toMatchObject({ shortAs: 'carried', carriedInto: next.purchaseId })
    await settle('carried')
    await expect(settle('written_off')).rejects.toMatchObject({ code: 'bought_again' })
    expect(await line()).toMatchObject({ shortAs: 'carried', carriedInto: next.purchaseId })
    await sendPurchase(parts, { ...next, cooperative: 'Rose Ash' })
    await db.update(purchaseOrders).set({ until: sql`now()` })
    await expect(draftPurchase(parts, of)).rejects.toMatchObject({ code: 'nothing_ordered' })
  })

  it('makes a purchase of its own, which gives it back when it is cancelled', async () => {
    const { settle, drafted, line, parts } = await shortDelivery()
    await settle('carried')

    const first = await drafted()
    await cancelPurchase(parts, first)
    expect(await line()).toMatchObject({ shortAs: 'carried', carriedInto: null })
    const second = await drafted()

    for (const { line: of } of [first, second]) {
      expect(of).toMatchObject({ orderedUnits: 12, carriedUnits: 12, cases: 1, overUnits: 12 })
    }
    expect(second.purchaseId).not.toBe(first.purchaseId)
  })

  it('is bought by no purchase when it is written off, unless somebody thinks better of it', async () => {
    const { settle, drafted, parts, by, line } = await shortDelivery()
    await settle('written_off')
    await settle('written_off')
    await expect(draftPurchase(parts, by)).rejects.toMatchObject({ code: 'nothing_ordered' })
    expect(await line()).toMatchObject({ shortAs: 'written_off', carriedInto: null })

    await settle('carried')

    expect((await drafted()).line).toMatchObject({ orderedUnits: 12, cases: 1 })
  })

  it('is settled by who runs the market only, and only where something is missing', async () => {
    const { of, parts, memberId, adminId, line, drafted, buy } = await shortDelivery()
    const settle = (change: object) => settleShortage(parts, { ...of, as: 'carried', ...change })
    const other = await shortDelivery()
    await buy(1)
    await db.update(purchaseOrders).set({ until: sql`now() - interval '3 minutes'` })
    const draft = await drafted()

    await expect(settle({ personId: memberId })).rejects.toMatchObject({ status: 403 })
    await expect(settle({ lineId: other.of.lineId })).rejects.toMatchObject({ status: 404 })
    await expect(
      settle({ purchaseId: draft.purchaseId, lineId: draft.line.id }),
    ).rejects.toMatchObject({ code: 'nothing_short' })
    expect(await line()).toMatchObject({ shortAs: null })
    expect(await other.line()).toMatchObject({ shortAs: null })
    await settle({ personId: adminId })
    expect(await line()).toMatchObject({ shortAs: 'carried' })
  })
})

describe('a delivery of what was sold out', () => {
  it('is told once', async () => {
    const { parts, buy, drafted, supplyId, product } = await purchaseWorld(db)
    await db
      .update(products)
      .set({ status: 'published', publishedAt: new Date() })
      .where(eq(products.id, product.id))
    await db.update(supplies).set({ capacity: 0, backorder: 0 }).where(eq(supplies.id, supplyId))
    await buy(20)
    const draft = await drafted()
    await sendPurchase(parts, { ...draft, cooperative: 'Rose Ash' })
    const receive = () => receivePurchase(parts, { ...draft, received: new Map() })

    const [done] = (await Promise.allSettled([receive(), receive()])).toSorted((a, b) =>
      a.status < b.status ? -1 : 1,
    )

    expect(done).toMatchObject({ value: { products: [{ id: product.id }] } })
    await tellRestocks(db, parts)
    const { rows } = await db.execute<{ uri: string }>(sql`
      select object_uri as uri from federation.ap_activities
      where object_uri like ${`%/products/${product.slug}#restock-%`}`)
    expect(rows).toEqual([{ uri: expect.stringMatching(/#restock-\d+$/) }])
  })
})

describe('the page of a purchase', () => {
  it('says what is missing and takes what becomes of it', async () => {
    const { of, by, managerId, parts, settle, drafted } = await shortDelivery()
    const config = testConfig('market', { databaseUrl })
    const app = await testApp(createMarket, config)
    const [manager] = await db.select().from(people).where(eq(people.id, managerId))
    const host = new URL(config.origins.market).host
    const cookies = await signedIn(app, manager ?? (await aPerson(db)))
    const list = `/desk/suppliers/${by.supplierId}/purchases`
    const url = `${list}/${of.purchaseId}`
    const get = async (path: string) =>
      (await app.inject({ url: path, headers: { host, ...cookies } })).body
    const post = (as: string) =>
      app.inject({
        method: 'POST',
        url: `${url}/lines/${of.lineId}/shortage`,
        headers: { host, ...cookies, 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ as }).toString(),
      })
    expect(await get(list)).toContain('12 missing')
    expect(await get(url)).toContain('12 units that members wait for did not come.')
    expect(await get(url)).toContain('48 instead of 72')

    expect((await post('nonsense')).statusCode).toBe(400)
    const answer = await post('carried')

    expect([answer.statusCode, answer.headers.location]).toEqual([303, url])
    expect(await get(url)).toContain('to be in the next purchase')
    expect(await get(list)).not.toContain('12 missing')
    const next = await drafted()
    expect(await get(url)).toContain(`href="${list}/${next.purchaseId}"`)
    expect(await get(`${list}/${next.purchaseId}`)).toContain('12 from before')
    await cancelPurchase(parts, next)
    await settle('written_off')
    expect(await get(url)).toContain('written off')
    await app.close()
  })
})
