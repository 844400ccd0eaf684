import { and, asc, count, eq, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { newsletters, subscriptions } from '@rose-ash/shared/db/models/blog-newsletters'
import { NotFound } from '@rose-ash/shared/errors'

/** The newsletters that can be had, each with whether this person has it. */
export async function newslettersFor(db: Db, personId: string) {
  const { id, name, description } = newsletters
  return db
    .select({
      id,
      name,
      description,
      has: sql<boolean>`${subscriptions.personId} is not null`,
    })
    .from(newsletters)
    .leftJoin(
      subscriptions,
      and(eq(subscriptions.newsletterId, id), eq(subscriptions.personId, personId)),
    )
    .where(eq(newsletters.status, 'active'))
    .orderBy(asc(newsletters.createdAt), asc(id))
}

/** Every newsletter, archived ones last, with how many have it. */
export async function everyNewsletter(db: Db) {
  const { id, name, description, status } = newsletters
  return db
    .select({ id, name, description, status, readers: count(subscriptions.personId) })
    .from(newsletters)
    .leftJoin(subscriptions, eq(subscriptions.newsletterId, id))
    .groupBy(id)
    .orderBy(asc(status), asc(newsletters.createdAt), asc(id))
}

interface Subscription {
  newsletterId: string
  personId: string
}

/** Has a newsletter sent to a person; asked twice, it is sent once. @throws {NotFound} */
export async function subscribe(db: Db, { newsletterId, personId }: Subscription): Promise<void> {
  await db.transaction(async (tx) => {
    const [active] = await tx
      .select({ id: newsletters.id })
      .from(newsletters)
      .where(and(eq(newsletters.id, newsletterId), eq(newsletters.status, 'active')))
      .for('key share')
    if (!active) throw new NotFound('newsletter')
    await tx.insert(subscriptions).values({ newsletterId, personId }).onConflictDoNothing()
  })
}

export async function unsubscribe(db: Db, { newsletterId, personId }: Subscription): Promise<void> {
  await db
    .delete(subscriptions)
    .where(and(eq(subscriptions.newsletterId, newsletterId), eq(subscriptions.personId, personId)))
}
