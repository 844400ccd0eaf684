import { sql } from 'drizzle-orm'
import type { AppName } from '@rose-ash/shared/config'
import type { AccountService } from '@rose-ash/shared/contracts/account'
import type { Db } from '@rose-ash/shared/db'
import { signInMails } from '@rose-ash/shared/db/models/federation'
import { isLiveLink, readLink } from './queries.ts'
import { lockMails, spendMails } from './spend-mails.ts'
import { issueTicket } from './tickets.ts'

export interface Proved {
  ticket: string
  app: AppName
  returnTo: string
}

/**
 * Uses a link: whoever has it gets a ticket for the person with its address, made if there is none.
 * One conditional update, so it works once.
 *
 * @returns undefined when the link is forged, used or too old.
 */
export async function signInWithLink(
  db: Db,
  account: AccountService,
  token: string,
): Promise<Proved | undefined> {
  return db.transaction(async (tx) => {
    const found = await readLink(tx, token)
    if (!found) return undefined
    await lockMails(tx, found.email)
    const [mail] = await tx
      .update(signInMails)
      .set({ usedAt: sql`now()` })
      .where(isLiveLink(token))
      .returning()
    if (!mail) return undefined
    await spendMails(tx, mail.email)
    const { id } = await account.welcome(tx, mail.email)
    return { ticket: await issueTicket(tx, id), app: mail.app, returnTo: mail.returnTo }
  })
}
