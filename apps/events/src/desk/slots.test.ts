import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { movements, supplies } from '@rose-ash/shared/db/models/holds'
import { holdSupplies } from '@rose-ash/shared/services/holds'
import { testApp, testConfig, testDatabase } from '@rose-ash/shared/testing'
import { createEvents } from '../app.ts'
import { july, ovenDesk } from '../testing/oven-desk.ts'
import { removeSlots } from './remove-slots.ts'

const { db, url } = await testDatabase()
const app = await testApp(createEvents, testConfig('events', { databaseUrl: url }))
const { anOven, layOut, manager, person, slotsOf, suppliesOf } = await ovenDesk(app)
const times = (rows: { startsAt: Date }[]) => rows.map(({ startsAt }) => startsAt.toISOString())

describe('laying out slots', () => {
  it('makes each with a supply of its own, and tells what is in the way', async () => {
    const resourceId = await anOven()
    await layOut(resourceId, { opensAt: '09:00', closesAt: '10:00', lengthMinutes: 60 })

    const { made, skipped } = await layOut(resourceId, { lastDay: '2040-07-03' }, 6)

    expect(times(made)).toEqual([
      '2040-07-02T09:00:00.000Z',
      '2040-07-03T07:00:00.000Z',
      '2040-07-03T09:00:00.000Z',
    ])
    expect(times(skipped)).toEqual(['2040-07-02T07:00:00.000Z'])
    expect(await suppliesOf(resourceId)).toEqual([1, 6, 6, 6])
  })

  it('makes nothing twice, also when it is asked twice at once', async () => {
    const resourceId = await anOven()

    const asked = await Promise.all([layOut(resourceId), layOut(resourceId)])

    const counts = asked.map(
      ({ made, skipped }) => `${made.length} made, ${skipped.length} skipped`,
    )
    expect(counts.toSorted()).toEqual(['0 made, 2 skipped', '2 made, 0 skipped'])
    expect(await suppliesOf(resourceId)).toEqual([1, 1])
  })

  it('is refused when all of it is over', async () => {
    const resourceId = await anOven()

    const laying = layOut(resourceId, { firstDay: '2020-07-02', lastDay: '2020-07-02' })

    await expect(laying).rejects.toThrow('begun already')
  })
})

describe('taking slots off', () => {
  it('takes free ones alone, and names those that stay', async () => {
    const resourceId = await anOven()
    await layOut(resourceId, { lastDay: '2040-07-03' })
    const [held, taken] = await slotsOf(resourceId)
    const expiresAt = new Date(Date.now() + 60_000)
    const wants = [{ supplyId: held?.supplyId ?? '', quantity: 1 }]
    await holdSupplies(db, { holderId: crypto.randomUUID(), wants, expiresAt })
    await db
      .update(supplies)
      .set({ taken: 1 })
      .where(eq(supplies.id, taken?.supplyId ?? ''))

    const { ids, kept } = await removeSlots(db, app, { runner: manager, resourceId, span: july })

    expect(ids).toHaveLength(2)
    expect(kept).toEqual([
      { startsAt: held?.startsAt, booked: 0 },
      { startsAt: taken?.startsAt, booked: 1 },
    ])
    expect(await suppliesOf(resourceId)).toEqual([1, 1])
  })

  it('leaves nothing to hold for who had it in their basket, and room for new slots', async () => {
    const resourceId = await anOven()
    await layOut(resourceId)
    const [slot] = await slotsOf(resourceId)
    const supplyId = slot?.supplyId ?? ''
    await removeSlots(db, app, { runner: manager, resourceId, span: july })

    const holding = db.transaction((tx) =>
      holdSupplies(tx, {
        holderId: crypto.randomUUID(),
        wants: [{ supplyId, quantity: 1 }],
        expiresAt: new Date(Date.now() + 60_000),
      }),
    )

    await expect(holding).rejects.toMatchObject({ shortages: [{ supplyId, wanted: 1, left: 0 }] })
    expect((await layOut(resourceId)).made).toHaveLength(2)
    const moved = await db.select().from(movements).where(eq(movements.supplyId, supplyId))
    expect(moved).toMatchObject([
      { delta: 1, kind: 'opening', personId: person.id },
      { delta: -1, kind: 'correction', reason: 'slots taken off', personId: person.id },
    ])
  })

  it('and booking the same slot at once: one of the two has it', async () => {
    const resourceId = await anOven()
    await layOut(resourceId, { closesAt: '10:00' })
    const [slot] = await slotsOf(resourceId)
    const supplyId = slot?.supplyId ?? ''
    const wants = [{ supplyId, quantity: 1 }]
    const expiresAt = new Date(Date.now() + 60_000)

    const [removal, holding] = await Promise.allSettled([
      removeSlots(db, app, { runner: manager, resourceId, span: july }),
      db.transaction((tx) => holdSupplies(tx, { holderId: crypto.randomUUID(), wants, expiresAt })),
    ])

    const gone = removal.status === 'fulfilled' ? removal.value.ids.length : -1
    expect(gone + (holding.status === 'fulfilled' ? 1 : 0)).toBe(1)
  })
})
