import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/index.ts'
import { holds } from '../../db/models/holds.ts'
import { mergeWants, type Want } from './merge-wants.ts'

/**
 * Puts goods that a holder had taken back on the shelf. Runs in the caller's transaction, which makes
 * sure that it happens once.
 *
 * @throws {Error} when the holder took less than that: a bug, not a refusal.
 */
export async function returnGoods(tx: Db, holderId: string, wants: Want[]): Promise<void> {
  for (const { supplyId, quantity } of mergeWants(wants)) {
    const returned = await tx.execute(sql`
      with hold as (
        select id, quantity from holds.holds
        where holder_id = ${holderId} and supply_id = ${supplyId} and state = 'taken'
          and quantity >= ${quantity} limit 1
      ), smaller as (
        update holds.holds h
        set quantity = case when hold.quantity > ${quantity} then hold.quantity - ${quantity}
            else hold.quantity end,
          state = case when hold.quantity > ${quantity} then 'taken' else 'released' end
        from hold where h.id = hold.id returning h.supply_id
      )
      update holds.supplies s set taken = s.taken - ${quantity}
      from smaller where s.id = smaller.supply_id`)
    if (returned.rowCount !== 1)
      throw new Error(`${holderId} did not take ${quantity} of ${supplyId}`)
  }
}

/** Puts everything back that a holder had taken. */
export async function returnAllGoods(tx: Db, holderId: string): Promise<void> {
  const taken = await tx
    .select({ supplyId: holds.supplyId, quantity: holds.quantity })
    .from(holds)
    .where(and(eq(holds.holderId, holderId), eq(holds.state, 'taken')))
  await returnGoods(tx, holderId, taken)
}
