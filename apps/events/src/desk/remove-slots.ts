import { and, asc, eq, gte, isNull, lt, sql } from 'drizzle-orm'
import { type Db, explainChanges } from '@rose-ash/shared/db'
import { slots } from '@rose-ash/shared/db/models/events-bookings'
import { supplies } from '@rose-ash/shared/db/models/holds'
import { type House, resourceRunBy, type Runner } from './runner.ts'

export interface Removing {
  runner: Runner
  resourceId: string
  /** Slots that begin in this span, its end excluded. */
  span: { from: Date; until: Date }
}

export interface Removed {
  ids: string[]
  /** What somebody booked, or is paying for at this moment. */
  kept: { startsAt: Date; booked: number }[]
}

/**
 * Takes free slots off, whoever may be about to put them into their basket: their supplies have nothing
 * more to give. Slots that are booked or held stay, and are told.
 *
 * @throws {Forbidden} unless they run its page.
 */
export async function removeSlots(db: Db, house: House, removing: Removing): Promise<Removed> {
  const { runner, resourceId, span } = removing
  await resourceRunBy(db, house, runner, resourceId)
  return db.transaction(async (tx) => {
    await explainChanges(tx, {
      kind: 'correction',
      reason: 'slots taken off',
      personId: runner.personId,
    })
    // The supplies are locked in the order in which checkouts lock them.
    const removed = await tx.execute<{ id: string }>(sql`
      with free as materialized (
        select supplies.id from holds.supplies
        where supplies.held = 0 and supplies.taken = 0 and exists (
          select 1 from events.slots slot where slot.supply_id = supplies.id
            and slot.resource_id = ${resourceId} and slot.removed_at is null
            and slot.starts_at >= ${span.from.toISOString()}::timestamptz
            and slot.starts_at < ${span.until.toISOString()}::timestamptz)
        order by supplies.id for no key update
      ), emptied as (
        update holds.supplies set capacity = 0 from free where supplies.id = free.id
        returning supplies.id
      )
      update events.slots set removed_at = now() from emptied
      where slots.supply_id = emptied.id returning slots.id`)
    return { ids: removed.rows.map(({ id }) => id), kept: await slotsLeft(tx, removing) }
  })
}

function slotsLeft(tx: Db, { resourceId, span }: Removing): Promise<Removed['kept']> {
  return tx
    .select({ startsAt: slots.startsAt, booked: supplies.taken })
    .from(slots)
    .innerJoin(supplies, eq(supplies.id, slots.supplyId))
    .where(
      and(
        eq(slots.resourceId, resourceId),
        isNull(slots.removedAt),
        gte(slots.startsAt, span.from),
        lt(slots.startsAt, span.until),
      ),
    )
    .orderBy(asc(slots.startsAt))
}
