import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import type { Db } from '../db/index.ts'

/** Resolves as soon as so many wait for what somebody else has locked in this database. */
export async function untilTheyWait(db: Db, many = 1): Promise<void> {
  const waiting = async () => {
    const { rows } = await db.execute<{ count: number }>(sql`
      select count(*)::int from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`)
    return rows[0]?.count
  }
  await expect.poll(waiting).toBe(many)
}
