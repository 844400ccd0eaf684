import { eq, sql } from 'drizzle-orm'
import { type Db, explainChanges } from '@rose-ash/shared/db'
import { resources } from '@rose-ash/shared/db/models/events-bookings'
import { BadInput } from '@rose-ash/shared/errors'
import { v7 } from 'uuid'
import { type House, resourceRunBy, type Runner } from './runner.ts'
import { type SlotPlan, slotTimes, type Times } from './slot-times.ts'

export interface Laying {
  runner: Runner
  resourceId: string
  plan: Omit<SlotPlan, 'timeZone'>
  /** How often each can be booked. */
  capacity: number
}

export interface LaidOut {
  made: { id: string; startsAt: Date }[]
  /** Those in the way of which another slot is. */
  skipped: Times[]
}

/**
 * Makes the slots of a plan that have not begun yet, each with a supply of its own, in one statement.
 * Those that would overlap a slot that is there are left out and told; asked twice, the second call
 * makes none.
 *
 * @throws {BadInput} as `slotTimes`, or when all of it is over.
 * @throws {Forbidden} unless they run its page.
 */
export async function layOutSlots(db: Db, house: House, laying: Laying): Promise<LaidOut> {
  const { runner, resourceId, plan, capacity } = laying
  const { timeZone } = await resourceRunBy(db, house, runner, resourceId)
  const now = new Date()
  const times = slotTimes({ ...plan, timeZone }).filter(({ startsAt }) => startsAt > now)
  if (times.length === 0) throw new BadInput('All of these slots would have begun already.')
  return db.transaction(async (tx) => {
    // Two who lay out at once do it in turn, and the second sees what the first made.
    await tx
      .select({ id: resources.id })
      .from(resources)
      .where(eq(resources.id, resourceId))
      .for('no key update')
    await explainChanges(tx, { reason: 'slots laid out', personId: runner.personId })
    const made = await insertFree(tx, { resourceId, capacity, times })
    const starts = new Set(made.map(({ startsAt }) => startsAt.getTime()))
    return { made, skipped: times.filter(({ startsAt }) => !starts.has(startsAt.getTime())) }
  })
}

async function insertFree(
  tx: Db,
  { resourceId, capacity, times }: { resourceId: string; capacity: number; times: Times[] },
): Promise<LaidOut['made']> {
  const made = await tx.execute<{ id: string; starts_at: string }>(sql`
    with wanted as (
      select * from unnest(${sql.param(times.map(() => v7()))}::uuid[],
        ${sql.param(times.map(() => v7()))}::uuid[],
        ${sql.param(times.map(({ startsAt }) => startsAt.toISOString()))}::timestamptz[],
        ${sql.param(times.map(({ endsAt }) => endsAt.toISOString()))}::timestamptz[])
        as one(id, supply_id, starts_at, ends_at)
    ), free as (
      select * from wanted where not exists (
        select 1 from events.slots there
        where there.resource_id = ${resourceId} and there.removed_at is null
          and tstzrange(there.starts_at, there.ends_at)
            && tstzrange(wanted.starts_at, wanted.ends_at))
    ), stocked as (
      insert into holds.supplies (id, capacity) select supply_id, ${capacity}::int from free
      returning id
    )
    insert into events.slots (id, resource_id, supply_id, starts_at, ends_at)
    select free.id, ${resourceId}, stocked.id, free.starts_at, free.ends_at
    from free join stocked on stocked.id = free.supply_id
    returning id, starts_at`)
  return made.rows.map((row) => ({ id: row.id, startsAt: new Date(row.starts_at) }))
}
