import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { openWorld } from './testing/open-world.ts'
import { runSchedule } from './testing/run-schedule.ts'
import { aSchedule, type Schedule, thePlan } from './testing/schedule.ts'

/**
 * How many random schedules, and how many moments of a checkout to die at. Each costs the three seconds in
 * which a cart starts, so `PROMISE_RUNS` asks for more where there is time.
 */
const RUNS = Number(process.env['PROMISE_RUNS'] ?? 6)
const quiet: Schedule = {
  plans: [{ ...thePlan, paysIn: [500], usesCredit: true }],
  deaths: [],
  webhooks: { mode: 'normal' },
  faults: [],
}

const world = await openWorld()
let schedules = 0

it('keeps its promises at whichever message of a checkout the cart is killed', async () => {
  await run(quiet)
  const moments = world.counts.messages
  const step = Math.max(1, moments / RUNS)

  for (let moment = 1 + Math.random() * (step - 1); moment <= moments; moment += step) {
    const deaths = [Math.floor(moment)]
    expect(await run({ ...quiet, deaths }), `killed at message ${deaths[0]}`).toEqual([])
  }

  expect(world.counts.deaths).toBeGreaterThan(0)
}, 3_600_000)

it('keeps its promises whatever buyers, carts and the provider do', async () => {
  await fc.assert(
    fc.asyncProperty(aSchedule, async (schedule) => {
      expect(await run(schedule)).toEqual([])
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
}, 3_600_000)

async function run(schedule: Schedule): Promise<string[]> {
  schedules += 1
  return runSchedule(world, schedule)
}

afterAll(async () => {
  const { charges, refunds } = await world.moneyMoved()
  const { rows } = await world.db.execute<{ state: string; count: number }>(
    sql`select state, count(*)::int from cart.orders group by state order by state`,
  )
  const sum = (moves: { amountMinor: number }[]) =>
    moves.reduce((total, { amountMinor }) => total + amountMinor, 0)
  const paidIn = await world.db.execute<{ state: string; count: number }>(
    sql`select state, count(*)::int from cart.orders where kind = 'credit' group by state order by 1`,
  )
  process.stdout.write(
    [
      `${schedules} schedules, ${world.counts.deaths} carts killed`,
      `orders: ${rows.map(({ state, count }) => `${count} ${state}`).join(', ')}`,
      `of credit: ${paidIn.rows.map(({ state, count }) => `${count} ${state}`).join(', ')}`,
      `${charges.length} charges of ${sum(charges)} minor units in all`,
      `${refunds.length} refunds of ${sum(refunds)}`,
      `${world.failures.length} answers of 500 and more\n`,
    ].join('; '),
  )
})
