import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { signInMails } from '@rose-ash/shared/db/models/federation'

/** Uses up every link and code mailed to an address: whoever has proved it needs none of them. */
export async function spendMails(db: Db, email: string): Promise<void> {
  await db
    .update(signInMails)
    .set({ usedAt: sql`now()` })
    .where(and(eq(signInMails.email, email), isNull(signInMails.usedAt)))
}
