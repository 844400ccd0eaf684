import { and, desc, eq, gt, isNull, sql, type SQL } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { signInMails } from '@rose-ash/shared/db/models/federation'
import { hashToken } from './secrets.ts'

export type SignInMail = typeof signInMails.$inferSelect

/** What a link is good for, without using it; undefined when it is forged, used or too old. */
export async function readLink(db: Db, token: string): Promise<SignInMail | undefined> {
  const [mail] = await db.select().from(signInMails).where(isLiveLink(token))
  return mail
}

export function isLiveLink(token: string): SQL | undefined {
  const { linkHash, usedAt, expiresAt } = signInMails
  return and(eq(linkHash, hashToken(token)), isNull(usedAt), gt(expiresAt, sql`now()`))
}

/** The newest mail that a browser asked for, whatever has become of it. */
export async function newestMail(db: Db, interactionUid: string): Promise<SignInMail | undefined> {
  const [newest] = await db
    .select()
    .from(signInMails)
    .where(eq(signInMails.interactionUid, interactionUid))
    .orderBy(desc(signInMails.createdAt))
    .limit(1)
  return newest
}
