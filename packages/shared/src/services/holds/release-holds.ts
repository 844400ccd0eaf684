import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/index.ts'
import { lockSuppliesOf } from './lock-supplies.ts'

/** Gives back what a holder still holds, in one statement. Answers how much that was. */
export function releaseHolds(
  db: Db,
  holderId: string,
  state: 'released' | 'expired',
): Promise<number> {
  const which = sql`holder_id = ${holderId} and supply_id in (select id from locked)`
  return giveBack(db, { first: sql`${lockSuppliesOf(holderId)},`, which, state })
}

/** Gives back what expired holds block of one supply, which stays locked. Answers how much. */
export async function releaseExpired(tx: Db, supplyId: string): Promise<number> {
  await tx.execute(sql`select 1 from holds.supplies where id = ${supplyId} for no key update`)
  const which = sql`supply_id = ${supplyId} and expires_at <= now()`
  return giveBack(tx, { first: sql``, which, state: 'expired' })
}

interface Ending {
  /** What the statement begins with. */
  first: SQL
  which: SQL
  state: 'released' | 'expired'
}

async function giveBack(db: Db, { first, which, state }: Ending): Promise<number> {
  const freed = await db.execute<{ quantity: number }>(sql`
    with ${first} ended as (
      update holds.holds set state = ${state}
      where ${which} and state = 'active'
      returning supply_id, quantity
    ), sums as (
      select supply_id, sum(quantity)::int as quantity from ended group by supply_id
    )
    update holds.supplies s set held = s.held - sums.quantity
    from sums where s.id = sums.supply_id
    returning sums.quantity`)
  return freed.rows.reduce((sum, row) => sum + row.quantity, 0)
}
