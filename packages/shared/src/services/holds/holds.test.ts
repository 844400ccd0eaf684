import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Db } from '../../db/index.ts'
import { holds, supplies } from '../../db/models/holds.ts'
import { testDatabase } from '../../testing/test-database.ts'
import { untilTheyWait } from '../../testing/until-they-wait.ts'
import { holdSupplies, releaseHolds, SoldOut, takeHolds } from '../holds.ts'

const { db } = await testDatabase()
const soon = () => new Date(Date.now() + 60_000)
const past = () => new Date(Date.now() - 1)

beforeEach(async () => {
  await db.execute(sql`truncate holds.holds, holds.supplies cascade`)
})

describe('holding what is scarce', () => {
  it('holds all that is wanted, several wants of one thing as one', async () => {
    const [loaves, jars] = [await aSupply(5), await aSupply(null)]

    await hold(randomUUID(), [loaves, 2], [jars, 40], [loaves, 1])

    expect(await read(loaves)).toEqual({ capacity: 5, held: 3, taken: 0 })
    expect(await read(jars)).toEqual({ capacity: null, held: 40, taken: 0 })
  })

  it('holds nothing and names every shortage when one thing runs short', async () => {
    const [loaves, jars, eggs] = [await aSupply(5), await aSupply(1), await aSupply(0)]

    const refusal = await hold(randomUUID(), [loaves, 2], [jars, 3], [eggs, 1]).catch((e) => e)

    expect(refusal).toBeInstanceOf(SoldOut)
    expect(new Set(refusal.shortages)).toEqual(
      new Set([
        { supplyId: jars, wanted: 3, left: 1 },
        { supplyId: eggs, wanted: 1, left: 0 },
      ]),
    )
    expect(await read(loaves)).toEqual({ capacity: 5, held: 0, taken: 0 })
    expect(await db.select().from(holds)).toEqual([])
  })

  it('waits for nobody whose new order only names the supply', async () => {
    const [loaves, early] = [await aSupply(1), randomUUID()]
    await hold(early, [loaves, 1])

    await db.transaction(async (naming) => {
      // What the foreign key of a new order's line does.
      await naming.execute(sql`select 1 from holds.supplies where id = ${loaves} for key share`)
      await expect(hold(randomUUID(), [loaves, 1])).rejects.toBeInstanceOf(SoldOut)
      expect(await takeHolds(db, early)).toBe(1)
    })

    expect(await read(loaves)).toEqual({ capacity: 1, held: 0, taken: 1 })
  })

  it('gives what somebody gives up to the buyer who waits for it', async () => {
    const [loaves, early, late] = [await aSupply(3), randomUUID(), randomUUID()]
    await hold(early, [loaves, 3])

    const waiting = await db.transaction(async (givingUp) => {
      await releaseHolds(givingUp, early, 'released')
      const next = hold(late, [loaves, 1])
      await untilTheyWait(db)
      return { next }
    })
    await waiting.next

    expect(await read(loaves)).toEqual({ capacity: 3, held: 1, taken: 0 })
    expect(await takeHolds(db, late)).toBe(1)
  })

  it('gives what an expired hold blocks to the next buyer without waiting for a sweep', async () => {
    const loaves = await aSupply(1)
    const [early, late] = [randomUUID(), randomUUID()]
    await db.transaction((tx) =>
      holdSupplies(tx, {
        holderId: early,
        wants: [{ supplyId: loaves, quantity: 1 }],
        expiresAt: past(),
      }),
    )

    await hold(late, [loaves, 1])

    expect(await read(loaves)).toEqual({ capacity: 1, held: 1, taken: 0 })
    expect(await takeHolds(db, early)).toBe(0)
    expect(await takeHolds(db, late)).toBe(1)
  })

  it('takes once and releases once, however often it is asked', async () => {
    const loaves = await aSupply(5)
    const [buyer, quitter] = [randomUUID(), randomUUID()]
    await hold(buyer, [loaves, 2])
    await hold(quitter, [loaves, 3])

    expect([await takeHolds(db, buyer), await takeHolds(db, buyer)]).toEqual([1, 0])
    expect([
      await releaseHolds(db, quitter, 'released'),
      await releaseHolds(db, quitter, 'released'),
    ]).toEqual([3, 0])
    expect(await read(loaves)).toEqual({ capacity: 5, held: 0, taken: 2 })
  })

  it('sells the last 50 exactly once to 200 buyers at the same time', async () => {
    const tickets = await aSupply(50)

    const results = await Promise.allSettled(
      Array.from({ length: 200 }, () => hold(randomUUID(), [tickets, 1])),
    )

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(50)
    expect(
      results.filter((r) => r.status === 'rejected' && !(r.reason instanceof SoldOut)),
    ).toEqual([])
    expect(await read(tickets)).toEqual({ capacity: 50, held: 50, taken: 0 })
  })

  it('never waits in a circle when buyers want the same things in different orders', async () => {
    const all = await Promise.all([aSupply(30), aSupply(30), aSupply(30)])
    const orders = [all, all.toReversed(), [all[1], all[0], all[2]]] as string[][]

    const results = await Promise.allSettled(
      Array.from({ length: 90 }, (_, i) =>
        hold(randomUUID(), ...(orders[i % 3] ?? []).map((id): Wanted => [id, 1])),
      ),
    )

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(30)
    for (const id of all) expect(await read(id)).toEqual({ capacity: 30, held: 30, taken: 0 })
  })

  it('adds up after any schedule of holding, taking and releasing', async () => {
    const step = fc.record({
      buyer: fc.nat(5),
      supply: fc.nat(2),
      quantity: fc.integer({ min: 1, max: 4 }),
      act: fc.constantFrom('hold', 'hold late', 'take', 'release'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const ids = [await aSupply(6), await aSupply(3), await aSupply(null)]
        const buyers = Array.from({ length: 6 }, () => randomUUID())
        await Promise.all(
          steps.map(async ({ buyer, supply, quantity, act }) => {
            const [holderId, supplyId] = [buyers[buyer] as string, ids[supply] as string]
            if (act === 'take') return takeHolds(db, holderId)
            if (act === 'release') return releaseHolds(db, holderId, 'released')
            const expiresAt = act === 'hold' ? soon() : past()
            return db
              .transaction((tx) =>
                holdSupplies(tx, { holderId, wants: [{ supplyId, quantity }], expiresAt }),
              )
              .catch(expectedRefusal)
          }),
        )
        for (const id of ids) await expectSumsToAgree(id)
      }),
      { numRuns: 40 },
    )
  })
})

type Wanted = [supplyId: string, quantity: number]

function hold(holderId: string, ...wanted: Wanted[]): Promise<void> {
  const wants = wanted.map(([supplyId, quantity]) => ({ supplyId, quantity }))
  return db.transaction((tx) => holdSupplies(tx, { holderId, wants, expiresAt: soon() }))
}

/** Too little left, or this buyer holds some of it already. */
function expectedRefusal(error: unknown): void {
  const { cause } = error as { cause?: { constraint?: string } }
  if (!(error instanceof SoldOut) && cause?.constraint !== 'holds_one_active_per_holder')
    throw error
}

async function aSupply(capacity: number | null): Promise<string> {
  const [supply] = await db.insert(supplies).values({ capacity }).returning()
  return supply?.id ?? ''
}

async function read(id: string) {
  const { capacity, held, taken } = supplies
  const [row] = await db.select({ capacity, held, taken }).from(supplies).where(eq(supplies.id, id))
  return row
}

async function expectSumsToAgree(id: string): Promise<void> {
  const rows = await (db as Db).select().from(holds).where(eq(holds.supplyId, id))
  const sum = (state: string) =>
    rows.filter((row) => row.state === state).reduce((total, row) => total + row.quantity, 0)
  expect(await read(id)).toMatchObject({ held: sum('active'), taken: sum('taken') })
}
