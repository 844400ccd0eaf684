import { sql } from 'drizzle-orm'
import type { Db } from '../../db/index.ts'
import { lockSuppliesOf } from './lock-supplies.ts'

/**
 * Turns a holder's active holds into goods taken, in one statement. Answers how many holds that were:
 * fewer than were made means that some have ended meanwhile, and the caller decides what follows.
 */
export async function takeHolds(db: Db, holderId: string): Promise<number> {
  const taken = await db.execute(sql`
    with ${lockSuppliesOf(holderId)}, taken as (
      update holds.holds set state = 'taken'
      where holder_id = ${holderId} and state = 'active' and supply_id in (select id from locked)
      returning supply_id, quantity
    )
    update holds.supplies s set held = s.held - taken.quantity, taken = s.taken + taken.quantity
    from taken where s.id = taken.supply_id`)
  return taken.rowCount ?? 0
}
