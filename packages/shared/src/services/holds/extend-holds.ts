import { sql } from 'drizzle-orm'
import type { Db } from '../../db/index.ts'

/** Keeps what a holder still holds until then. */
export async function extendHolds(db: Db, holderId: string, expiresAt: Date): Promise<void> {
  await db.execute(sql`update holds.holds set expires_at = ${expiresAt.toISOString()}
    where holder_id = ${holderId} and state = 'active'`)
}
