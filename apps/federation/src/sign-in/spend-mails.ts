import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { signInMails } from '@rose-ash/shared/db/models/federation'

/** Uses up every link and code mailed to an address: whoever has proved it needs none of them. */
export async function spendMails(db: Db, email: string): Promise<void> {
  await db
    .update(signInMails)
    .set({ usedAt: sql`now()` })
    .where(and(eq(signInMails.email, email), isNull(signInMails.usedAt)))
}

/**
 * Locks what is mailed to an address and not used, in one order: who comes by another link or code of it at
 * the same moment waits, and finds this one used.
 */
export async function lockMails(tx: Db, email: string): Promise<void> {
  await tx
    .select({ id: signInMails.id })
    .from(signInMails)
    .where(and(eq(signInMails.email, email), isNull(signInMails.usedAt)))
    .orderBy(asc(signInMails.id))
    .for('update')
}
