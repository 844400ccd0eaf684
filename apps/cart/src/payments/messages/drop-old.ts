import { inArray, lt, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { providerMessages } from '@rose-ash/shared/db/models/cart-payments'

const atOnce = 5_000

/** Drops what providers were asked more than a year ago, in steps that hold nobody up. */
export async function dropOldMessages(db: Db): Promise<void> {
  for (;;) {
    const old = db
      .select({ id: providerMessages.id })
      .from(providerMessages)
      .where(lt(providerMessages.at, sql`now() - interval '1 year'`))
      .limit(atOnce)
    const { rowCount } = await db.delete(providerMessages).where(inArray(providerMessages.id, old))
    if ((rowCount ?? 0) < atOnce) return
  }
}
