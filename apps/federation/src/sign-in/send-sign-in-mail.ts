import { and, eq, gt, sql, type SQL } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { AppName } from '@rose-ash/shared/config'
import type { Db } from '@rose-ash/shared/db'
import { signInMails } from '@rose-ash/shared/db/models/federation'
import { queueMail } from '@rose-ash/shared/mail'
import { TooManyMails } from './errors.ts'
import { hashAddress, hashCode, hashToken, newCode, newToken } from './secrets.ts'

export interface MailRequest {
  email: string
  /** The network address of whoever asks. */
  ip: string
  interactionUid: string
  app: AppName
  returnTo: string
}

export interface Mailer {
  secret: string
  /** Writes the mail. */
  write(content: { link: string; code: string }): { subject: string; html: string; text: string }
  linkTo(token: string): string
}

const minutesValid = 15
const perAddress = 5
/** A meeting of members may share one network. */
const perAsker = 60

/**
 * Mails a link and a code, whether anybody has an account with the address or not: the answer, and
 * how long it takes, tell nothing.
 *
 * @throws {TooManyMails} after 5 to one address or 60 from one network within an hour.
 */
export async function sendSignInMail(db: Db, mailer: Mailer, request: MailRequest): Promise<void> {
  const { ip, ...rest } = request
  const { secret } = mailer
  const [id, token, code, askedFrom] = [v7(), newToken(), newCode(), hashAddress(secret, ip)]
  await db.transaction(async (tx) => {
    await takeTurn(tx, `to ${rest.email.toLowerCase()}`)
    await takeTurn(tx, `from ${askedFrom}`)
    const toAddress = await countLately(tx, eq(signInMails.email, rest.email))
    const byAsker = await countLately(tx, eq(signInMails.askedFrom, askedFrom))
    if (toAddress >= perAddress || byAsker >= perAsker) throw new TooManyMails()
    await tx.insert(signInMails).values({
      ...rest,
      id,
      askedFrom,
      linkHash: hashToken(token),
      codeHash: hashCode(secret, id, code),
      expiresAt: sql`now() + make_interval(mins => ${minutesValid})`,
    })
    const content = mailer.write({ link: mailer.linkTo(token), code })
    await queueMail(tx, { key: `sign-in-${id}`, to: rest.email, ...content })
  })
}

/** Until the transaction ends nobody else counts the same, so that no limit is overrun at once. */
async function takeTurn(tx: Db, what: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in ${what}`}, 0))`)
}

async function countLately(tx: Db, whose: SQL): Promise<number> {
  const lately = gt(signInMails.createdAt, sql`now() - interval '1 hour'`)
  return tx.$count(signInMails, and(whose, lately))
}
