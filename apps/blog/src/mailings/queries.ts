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

/**
 * Whose letters of a post could not be delivered, each with its mailing: the queue keeps a job that failed
 * at its last attempt, and its key names both (`queueLetters`).
 */
export async function undeliveredLetters(
  db: Db,
  postId: string,
): Promise<{ mailingId: string; personId: string }[]> {
  const { rows } = await db.execute<{ mailingId: string; personId: string }>(sql`
    select ${mailings.id} as "mailingId", right(jobs.key, 36) as "personId"
    from ${mailings}
    join graphile_worker.jobs on jobs.task_identifier = 'send-letter'
      and jobs.key like 'letter-' || ${mailings.id} || '-%'
    where ${mailings.postId} = ${postId}
      and jobs.attempts >= jobs.max_attempts and jobs.locked_at is null`)
  return rows
}

/** The key of the job that sends an editor the trial of a post. */
export const trialKey = (postId: string, personId: string): string => `trial-${postId}-${personId}`

/** What stopped an editor's trial of a post last; undefined unless it waits to be tried again. */
export async function trialTrouble(
  db: Db,
  postId: string,
  personId: string,
): Promise<string | undefined> {
  const { rows } = await db.execute<{ error: string }>(sql`
    select last_error as error from graphile_worker.jobs
    where key = ${trialKey(postId, personId)} and last_error is not null`)
  return rows[0]?.error
}

/** A newsletter's name; undefined when there is no such newsletter. */
export async function newsletterName(db: Db, id: string): Promise<string | undefined> {
  const [found] = await db
    .select({ name: newsletters.name })
    .from(newsletters)
    .where(eq(newsletters.id, id))
  return found?.name
}
