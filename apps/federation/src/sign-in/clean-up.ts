import { lt, lte, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { oidcPayloads, signInMails, signInTickets } from '@rose-ash/shared/db/models/federation'

/** Deletes what can no longer be used. Mails stay for as long as they count for a limit. */
export async function cleanUp(db: Db): Promise<void> {
  await db.delete(oidcPayloads).where(lte(oidcPayloads.expiresAt, sql`now()`))
  await db.delete(signInTickets).where(lte(signInTickets.expiresAt, sql`now()`))
  await db.delete(signInMails).where(lt(signInMails.createdAt, sql`now() - interval '1 day'`))
}
