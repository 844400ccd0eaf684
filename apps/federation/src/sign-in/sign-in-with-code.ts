import { and, eq, gt, isNull, lt, sql, sum } from 'drizzle-orm'
import type { AccountService } from '@rose-ash/shared/contracts/account'
import type { Db } from '@rose-ash/shared/db'
import { signInMails } from '@rose-ash/shared/db/models/federation'
import { newestMail } from './queries.ts'
import { hashCode, isSame } from './secrets.ts'
import { lockMails, spendMails } from './spend-mails.ts'

export interface CodeTry {
  /** The browser that asked for the mail. */
  interactionUid: string
  code: string
  secret: string
}

/** Answered, not thrown: a wrong try must be counted. */
export type CodeOutcome = { kind: 'right'; personId: string } | { kind: 'wrong' } | { kind: 'over' }

const maxWrong = 5
const maxWrongPerDay = 20

/**
 * Tries the code of the newest mail that this browser asked for; the person is made if there is
 * none. After five wrong codes, or twenty for one address within a day, only links work.
 */
export async function signInWithCode(
  db: Db,
  account: AccountService,
  { interactionUid, code, secret }: CodeTry,
): Promise<CodeOutcome> {
  return db.transaction(async (tx) => {
    const newest = await newestMail(tx, interactionUid)
    if (newest) await lockMails(tx, newest.email)
    const mail = newest && (await lockLive(tx, newest.id))
    if (!mail || (await wrongLately(tx, mail.email)) >= maxWrongPerDay) return { kind: 'over' }
    if (isSame(mail.codeHash, hashCode(secret, mail.id, code))) {
      await spendMails(tx, mail.email)
      return { kind: 'right', personId: (await account.welcome(tx, mail.email)).id }
    }
    const wrongCodes = mail.wrongCodes + 1
    await tx.update(signInMails).set({ wrongCodes }).where(eq(signInMails.id, mail.id))
    return { kind: wrongCodes < maxWrong ? 'wrong' : 'over' }
  })
}

/** The mail if its code may still be tried. Tries wait for each other: many at once are not more. */
async function lockLive(tx: Db, id: string) {
  const { usedAt, expiresAt, wrongCodes } = signInMails
  const isLive = and(isNull(usedAt), gt(expiresAt, sql`now()`), lt(wrongCodes, maxWrong))
  const [mail] = await tx
    .select()
    .from(signInMails)
    .where(and(eq(signInMails.id, id), isLive))
    .for('update')
  return mail
}

/** Whoever tries to guess asks for one mail after the other. */
async function wrongLately(tx: Db, email: string): Promise<number> {
  const lately = gt(signInMails.createdAt, sql`now() - interval '1 day'`)
  const [row] = await tx
    .select({ wrong: sum(signInMails.wrongCodes).mapWith(Number) })
    .from(signInMails)
    .where(and(eq(signInMails.email, email), lately))
  return row?.wrong ?? 0
}
