import { sql } from 'drizzle-orm'
import type { Db } from '../../db/index.ts'
import { lockSuppliesOf } from './lock-supplies.ts'

/** Gives back what a holder still holds. Answers how much that was. */
export async function releaseHolds(
  db: Db,
  holderId: string,
  state: 'released' | 'expired',
): Promise<number> {
  return db.transaction(async (tx) => {
    const locked = await lockSuppliesOf(tx, holderId)
    const which = sql`holder_id = ${holderId} and supply_id = any(${sql.param(locked)})`
    return giveBack(tx, which, state)
  })
}

/** Gives back what expired holds block of one supply, which stays locked. Answers how much. */
export async function releaseExpired(tx: Db, supplyId: string): Promise<number> {
  await tx.execute(sql`select 1 from holds.supplies where id = ${supplyId} for no key update`)
  return giveBack(tx, sql`supply_id = ${supplyId} and expires_at <= now()`, 'expired')
}

async function giveBack(
  tx: Db,
  which: ReturnType<typeof sql>,
  state: 'released' | 'expired',
): Promise<number> {
  const freed = await tx.execute<{ quantity: number }>(sql`
    with ended as (
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
