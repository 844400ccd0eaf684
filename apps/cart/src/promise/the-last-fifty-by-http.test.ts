import { expect, it, onTestFinished } from 'vitest'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { atOnce } from './testing/at-once.ts'
import { brokenPromises } from './testing/broken-promises.ts'
import { buy } from './testing/buyer.ts'
import { startMortal } from './testing/mortal-cart.ts'
import { openWorld } from './testing/open-world.ts'
import { fillShelves, settle } from './testing/run-schedule.ts'
import { thePlan } from './testing/schedule.ts'

const world = await openWorld()
const { db } = world

it('sells exactly the last 50 tickets, 50 loaves and 10 places in a slot to 200 at two carts at once', async () => {
  const carts = [await world.alive(), await startMortal(world.surroundings)]
  onTestFinished(() => carts[1]?.kill())
  const shelves = await fillShelves(world, 50)

  const bought = await atOnce(Array.from({ length: 200 }), 40, (_, n) =>
    buy(
      { ...shelves, origin: () => carts[n % 2]?.origin ?? '' },
      // A third wants both, a third each only one; half of them come back after paying.
      {
        ...thePlan,
        tickets: n % 3 === 1 ? 0 : 1,
        loaves: n % 3 === 2 ? 0 : 1,
        slots: n % 4 === 3 ? 1 : 0,
        returns: n % 4 < 2,
      },
    ),
  )
  await settle(world)

  expect(bought.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))).toEqual([])
  expect(world.failures).toEqual([])
  const left = await db.select().from(supplies).orderBy(supplies.id)
  expect(left.map(({ capacity, held, taken }) => ({ capacity, held, taken }))).toEqual([
    { capacity: 50, held: 0, taken: 50 },
    { capacity: 50, held: 0, taken: 50 },
    { capacity: 10, held: 0, taken: 10 },
  ])
  const moved = await world.moneyMoved()
  expect(moved.refunds).toEqual([])
  expect(await brokenPromises(db, moved)).toEqual([])
})
