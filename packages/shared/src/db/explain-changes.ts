import { sql } from 'drizzle-orm'
import type { Db } from './database.ts'

/** Who changes something, why, and as what kind of movement of stock. */
export interface Explanation {
  personId?: string
  reason?: string
  kind?: 'delivery' | 'waste' | 'correction' | 'stock-take'
}

/**
 * Says who and why for the rest of this transaction: the ledger of stock and the history of prices
 * are written by triggers, which ask for it.
 */
export async function explainChanges(tx: Db, explanation: Explanation): Promise<void> {
  const { personId = '', reason = '', kind = '' } = explanation
  await tx.execute(sql`select set_config('rose.person', ${personId}, true),
    set_config('rose.reason', ${reason}, true), set_config('rose.kind', ${kind}, true)`)
}
