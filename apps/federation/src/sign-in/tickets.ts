import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { signInTickets } from '@rose-ash/shared/db/models/federation'
import { hashToken, newToken } from './secrets.ts'

/**
 * A browser that has just proved an address goes on to the app it was on its way to, and from there
 * into a sign-in of its own, which finds this ticket: so a link works in any browser.
 */
export const ticketCookie = '__Host-sign-in-ticket'

const seconds = 5 * 60

export const ticketCookieOptions = {
  path: '/',
  httpOnly: true,
  secure: true,
  sameSite: 'lax',
  maxAge: seconds,
} as const

/** @returns what the browser keeps. */
export async function issueTicket(db: Db, personId: string): Promise<string> {
  const ticket = newToken()
  await db.insert(signInTickets).values({
    ticketHash: hashToken(ticket),
    personId,
    expiresAt: sql`now() + make_interval(secs => ${seconds})`,
  })
  return ticket
}

/** Whose ticket it is; undefined for one that is forged, used or too old. Works once. */
export async function spendTicket(db: Db, ticket: string): Promise<string | undefined> {
  const { ticketHash, usedAt, expiresAt, personId } = signInTickets
  const [spent] = await db
    .update(signInTickets)
    .set({ usedAt: sql`now()` })
    .where(and(eq(ticketHash, hashToken(ticket)), isNull(usedAt), gt(expiresAt, sql`now()`)))
    .returning({ personId })
  return spent?.personId
}
