import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { movements, supplies } from '@rose-ash/shared/db/models/holds'
import { purchaseLines, purchaseOrders } from '@rose-ash/shared/db/models/market-purchases'
import { testDatabase } from '@rose-ash/shared/testing'
import { describe, expect, it } from 'vitest'
import { casesFor } from './cases-for.ts'
import { purchaseWorld as worldOn } from '../testing/purchase-world.ts'
import { cancelPurchase, changeCases, sendPurchase } from './change-purchase.ts'
import { draftPurchase } from './draft-purchase.ts'
import { receivePurchase } from './receive-purchase.ts'

const { db } = await testDatabase()
const purchaseWorld = () => worldOn(db)

describe('whole cases', () => {
  it('are as few as suffice, and less than a case is over', () => {
    const counts = fc.record({
      orderedUnits: fc.nat(10_000),
      caseSize: fc.integer({ min: 1, max: 200 }),
      loose: fc.nat(),
    })
    fc.assert(
      fc.property(counts, ({ loose, ...rest }) => {
        const looseUnits = loose % rest.caseSize
        const { cases, overUnits } = casesFor({ ...rest, looseUnits })

        expect(cases * rest.caseSize + looseUnits).toBe(rest.orderedUnits + overUnits)
        expect(overUnits).toBeGreaterThanOrEqual(0)
        expect(overUnits).toBeLessThan(rest.caseSize)
      }),
    )
  })
})

describe('a purchase', () => {
  it('has what members paid since the last one, and uses what was left over', async () => {
    const { parts, buy, drafted, loose, by } = await purchaseWorld()
    await expect(draftPurchase(parts, by)).rejects.toMatchObject({ code: 'nothing_ordered' })
    await buy(20)
    await buy(10)
    await buy(99, 'refunded')

    const first = await drafted()
    expect(first.line).toMatchObject({ orderedUnits: 30, looseUnits: 0, cases: 2, overUnits: 18 })
    expect((await drafted()).purchaseId).toBe(first.purchaseId)
    await sendPurchase(parts, { ...first, cooperative: 'Rose Ash' })
    expect(await loose()).toBe(18)
    await expect(draftPurchase(parts, by)).rejects.toMatchObject({ code: 'nothing_ordered' })
    await db.update(purchaseOrders).set({ until: sql`now() - interval '3 minutes'` })
    await buy(25)

    const { line } = await drafted()
    // The orders of before are in again, for the clock was put back.
    expect(line).toMatchObject({ orderedUnits: 55, looseUnits: 18, cases: 2, overUnits: 11 })
  })

  it('is sent once, with a list that machines read', async () => {
    const { parts, buy, drafted } = await purchaseWorld()
    await buy(3)
    const draft = await drafted()
    await changeCases(parts, { ...draft, cases: new Map([[draft.line.id, 3]]) })

    const send = () => sendPurchase(parts, { ...draft, cooperative: 'Rose Ash' })
    const both = await Promise.allSettled([send(), send()])

    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const { rows } = await db.execute<{ payload: string }>(sql`
      select payload::text from graphile_worker._private_jobs
      where key = ${`mail-purchase-${draft.purchaseId}`}`)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.payload).toContain('orders@nord.example')
    expect(rows[0]?.payload).toContain('A-2')
    expect(rows[0]?.payload).toContain(',3,24,')
    const cases = new Map([[draft.line.id, 9]])
    await expect(changeCases(parts, { ...draft, cases })).rejects.toMatchObject({ status: 409 })
    await expect(cancelPurchase(parts, draft)).rejects.toMatchObject({ status: 409 })
  })

  it('is taken in once, with a movement, and notes what did not come', async () => {
    const { parts, buy, drafted, supplyId, memberId, loose } = await purchaseWorld()
    await buy(20)
    const draft = await drafted()
    const received = new Map([[draft.line.id, 22]])
    const by = { ...draft, received }
    await expect(receivePurchase(parts, by)).rejects.toMatchObject({ status: 409 })
    await sendPurchase(parts, { ...draft, cooperative: 'Rose Ash' })
    await expect(receivePurchase(parts, { ...by, personId: memberId })).rejects.toMatchObject({
      status: 403,
    })

    const both = await Promise.allSettled([receivePurchase(parts, by), receivePurchase(parts, by)])

    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const [supply] = await db.select().from(supplies).where(eq(supplies.id, supplyId))
    expect(supply?.capacity).toBe(22)
    const moved = await db.select().from(movements).where(eq(movements.supplyId, supplyId))
    expect(moved).toMatchObject([{ delta: 22, kind: 'delivery' }])
    const [line] = await db.select().from(purchaseLines).where(eq(purchaseLines.id, draft.line.id))
    expect(line).toMatchObject({ cases: 1, receivedUnits: 22 })
    expect(await loose()).toBe(2)
  })

  it('that is cancelled leaves its orders to the next one', async () => {
    const { parts, buy, drafted } = await purchaseWorld()
    await buy(5)
    const draft = await drafted()
    await cancelPurchase(parts, draft)

    const next = await drafted()

    expect(next.purchaseId).not.toBe(draft.purchaseId)
    expect(next.line.orderedUnits).toBe(5)
  })
})
