import { and, asc, count, eq, or, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { mailings, newsletters, subscriptions } from '@rose-ash/shared/db/models/blog-newsletters'

/**
 * The newsletters that a post can go out with, each with how many have it, and how far the post has
 * gone out with it; `mailing` is null where nobody has asked for that.
 */
export async function newslettersForPost(db: Db, postId: string) {
  const { id, name, status } = newsletters
  return db
    .select({
      id,
      name,
      readers: count(subscriptions.personId),
      mailing: {
        id: mailings.id,
        letters: mailings.letters,
        begunAt: mailings.begunAt,
        finishedAt: mailings.finishedAt,
      },
    })
    .from(newsletters)
    .leftJoin(subscriptions, eq(subscriptions.newsletterId, id))
    .leftJoin(mailings, and(eq(mailings.newsletterId, id), eq(mailings.postId, postId)))
    .where(or(eq(status, 'active'), sql`${mailings.id} is not null`))
    .groupBy(id, mailings.id)
    .orderBy(asc(newsletters.createdAt), asc(id))
}

/** A newsletter's name; undefined when there is no such newsletter. */
export async function newsletterName(db: Db, id: string): Promise<string | undefined> {
  const [found] = await db
    .select({ name: newsletters.name })
    .from(newsletters)
    .where(eq(newsletters.id, id))
  return found?.name
}
