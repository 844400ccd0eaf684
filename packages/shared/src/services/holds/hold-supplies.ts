import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { Db } from '../../db/index.ts'
import { mergeWants, type Want } from './merge-wants.ts'
import { releaseExpired } from './release-holds.ts'
import { type Shortage, SoldOut } from './sold-out.ts'

export interface HoldRequest {
  holderId: string
  wants: Want[]
  expiresAt: Date
}

/**
 * Holds all that is wanted for one holder until `expiresAt`, or nothing; two buyers can never hold the
 * same last place. What expired holds still block is anybody's: nobody has to wait for the sweep.
 *
 * Runs in the caller's transaction, best at its end: everybody who wants the same waits for it.
 *
 * @throws {SoldOut} naming every shortage.
 */
export async function holdSupplies(tx: Db, request: HoldRequest): Promise<void> {
  const wants = mergeWants(request.wants)
  if (wants.length === 0) return
  await lockSupplies(tx, wants)
  let shortages = await holdOrNothing(tx, { ...request, wants })
  if (shortages.length > 0 && (await releaseAnyExpired(tx, shortages)))
    shortages = await holdOrNothing(tx, { ...request, wants })
  if (shortages.length > 0) throw new SoldOut(shortages)
}

/**
 * In the order of their ids, so nobody waits in a ring. A statement of its own: what waits for the lock
 * and counts in one checks `supplies_not_oversold` against the row as it was before it waited, and would
 * fail although something has come free.
 */
async function lockSupplies(tx: Db, wants: Want[]): Promise<void> {
  const ids = sql.param(wants.map(({ supplyId }) => supplyId))
  await tx.execute(sql`select from holds.supplies where id = any(${ids}::uuid[])
    order by id for no key update`)
}

/** Once the supplies are locked. Answers what is short. */
async function holdOrNothing(tx: Db, { holderId, wants, expiresAt }: HoldRequest) {
  const rows = JSON.stringify(wants.map((want) => ({ id: v7(), ...want })))
  const { rows: shortages } = await tx.execute<Shortage & Record<string, unknown>>(sql`
    with wanted as materialized (
      select * from jsonb_to_recordset(${rows}::jsonb)
        as one(id uuid, "supplyId" uuid, quantity int)),
    short as materialized (
      select wanted."supplyId", wanted.quantity,
        greatest(0, coalesce(capacity + backorder - held - taken, 0)) as left_over
      from wanted left join holds.supplies supply on supply.id = wanted."supplyId"
      where supply.id is null or capacity + backorder - held - taken < wanted.quantity),
    moved as (
      update holds.supplies supply set held = supply.held + wanted.quantity from wanted
      where supply.id = wanted."supplyId" and not exists (select from short)),
    held as (
      insert into holds.holds (id, supply_id, holder_id, quantity, expires_at)
      select id, "supplyId", ${holderId}, quantity, ${expiresAt.toISOString()}::timestamptz
      from wanted where not exists (select from short))
    select "supplyId", quantity as wanted, left_over as left from short order by "supplyId"`)
  return shortages.map(({ supplyId, wanted, left }) => ({ supplyId, wanted, left }))
}

async function releaseAnyExpired(db: Db, shortages: Shortage[]): Promise<boolean> {
  let freed = 0
  for (const { supplyId } of shortages) freed += await releaseExpired(db, supplyId)
  return freed > 0
}
