import { sql } from 'drizzle-orm'
import type { Db } from '../../db/index.ts'

/**
 * Locks every supply that a holder has active holds on, in the order of their ids, and answers
 * these. Only holds on them may be changed then: one that is made meanwhile is on a supply that is
 * not locked, and touching it could make two transactions wait for each other. Not `for update`: that
 * would wait for everybody whose new row names the supply (a foreign key locks it for key share), while
 * they wait for us.
 */
export async function lockSuppliesOf(tx: Db, holderId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from holds.supplies
    where id in (select supply_id from holds.holds where holder_id = ${holderId} and state = 'active')
    order by id for no key update`)
  return rows.map(({ id }) => id)
}
