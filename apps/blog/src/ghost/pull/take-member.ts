import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '@rose-ash/shared/db'
import { subscriptions } from '@rose-ash/shared/db/models/blog-newsletters'
import { BadInput } from '@rose-ash/shared/errors'
import type { Services } from '@rose-ash/shared/services/registry'
import type { GhostMember } from '../client/schemas.ts'
import { projectMember } from '../projection/project-ghost.ts'
import { findLink, isInStep, keepLink, localIds, lockThing, type Taken } from './links.ts'

/**
 * Takes a member: their address can sign in from now on, and they get the newsletters they chose. One
 * they gave up there ends here, too; what they chose here alone stays.
 *
 * @throws {BadInput} when the address is none.
 */
export async function takeMember(
  tx: Db,
  { account }: Pick<Services, 'account'>,
  siteId: string,
  row: GhostMember,
): Promise<Taken> {
  const thing = { siteId, kind: 'member' as const, ghostId: row.id }
  await lockThing(tx, thing)
  const link = await findLink(tx, thing)
  const projection = projectMember(row)
  if (isInStep(link, projection)) return 'same'
  const email = z.email().safeParse(row.email)
  if (!email.success) throw new BadInput(`“${row.email}” is not an e-mail address.`)
  const { id: personId } = await account.welcome(tx, email.data)
  const chosen = row.newsletters.map(({ id }) => id)
  const before = z.object({ newsletters: z.array(z.string()) }).safeParse(link?.base)
  const givenUp = (before.data?.newsletters ?? []).filter((id) => !chosen.includes(id))
  const ours = await localIds(tx, siteId, 'newsletter', [...chosen, ...givenUp])
  await subscribe(
    tx,
    personId,
    chosen.flatMap((id) => ours.get(id) ?? []),
  )
  await unsubscribe(
    tx,
    personId,
    givenUp.flatMap((id) => ours.get(id) ?? []),
  )
  await keepLink(tx, thing, { localId: personId, projection, updatedAt: row.updated_at })
  return link ? 'changed' : 'added'
}

async function subscribe(tx: Db, personId: string, newsletterIds: string[]): Promise<void> {
  if (newsletterIds.length === 0) return
  const rows = newsletterIds.map((newsletterId) => ({ newsletterId, personId }))
  await tx.insert(subscriptions).values(rows).onConflictDoNothing()
}

async function unsubscribe(tx: Db, personId: string, newsletterIds: string[]): Promise<void> {
  if (newsletterIds.length === 0) return
  const theirs = inArray(subscriptions.newsletterId, newsletterIds)
  await tx.delete(subscriptions).where(and(eq(subscriptions.personId, personId), theirs))
}
