import { sql } from 'drizzle-orm'
import type { Db } from '../../db/index.ts'

/** Locks every supply that a holder has active holds on, in the order of their ids. */
export async function lockSuppliesOf(db: Db, holderId: string): Promise<void> {
  await db.execute(sql`
    select 1 from holds.supplies
    where id in (select supply_id from holds.holds where holder_id = ${holderId} and state = 'active')
    order by id for update`)
}
