import { and, asc, eq, exists, gt, isNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { mailings, subscriptions } from '@rose-ash/shared/db/models/blog-newsletters'
import { addJob } from '@rose-ash/shared/jobs'
import { savedPost } from '../editing/content.ts'
import { letterHtml } from './letter-html.ts'

/** Letters that are asked for in one transaction. */
const BATCH = 100
/** A thousand letters keep no post waiting that is to come out now. */
const AFTER_ALL_ELSE = 10

/**
 * Asks for the next letters of one mailing whose post is published. How far it is stands in the same
 * transaction as the letters, so that whoever dies over it, everybody gets one. What is taken from
 * readers meanwhile waits.
 *
 * @returns whether there was anything to do.
 */
export async function queueLetters(db: Db, origin: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const mailing = await lockOne(tx)
    if (!mailing) return false
    const { id } = mailing
    const readers = await nextReaders(tx, mailing)
    for (const personId of readers) await askForLetter(tx, { mailingId: id, personId })
    const last = readers.at(-1)
    await tx
      .update(mailings)
      .set({
        letters: sql`${mailings.letters} + ${readers.length}`,
        ...(mailing.begunAt === null && (await asItIsNow(tx, mailing.postId, origin))),
        ...(last !== undefined && { lastPersonId: last }),
        ...(readers.length < BATCH && { finishedAt: sql`now()` }),
      })
      .where(eq(mailings.id, id))
    return true
  })
}

async function lockOne(tx: Db) {
  const published = tx
    .select({ one: sql`1` })
    .from(posts)
    .where(and(eq(posts.id, mailings.postId), eq(posts.status, 'published')))
  const [mailing] = await tx
    .select({
      id: mailings.id,
      postId: mailings.postId,
      newsletterId: mailings.newsletterId,
      after: mailings.lastPersonId,
      begunAt: mailings.begunAt,
    })
    .from(mailings)
    .where(and(isNull(mailings.finishedAt), exists(published)))
    .orderBy(asc(mailings.createdAt))
    .limit(1)
    .for('update', { skipLocked: true })
  return mailing
}

/** What everybody is sent, whatever becomes of the post meanwhile. */
async function asItIsNow(tx: Db, postId: string, origin: string) {
  const { content, html, plaintext } = await savedPost(tx, postId)
  return {
    subject: content.title.slice(0, 200),
    html: letterHtml(html, { origin, href: `${origin}/${content.slug}` }),
    plaintext,
    begunAt: sql`now()`,
  }
}

/** Who comes next, in the order of ids: who subscribes later does not move anybody. */
async function nextReaders(
  tx: Db,
  { newsletterId, after }: { newsletterId: string; after: string | null },
): Promise<string[]> {
  const { personId } = subscriptions
  const rows = await tx
    .select({ personId })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.newsletterId, newsletterId),
        after === null ? undefined : gt(personId, after),
      ),
    )
    .orderBy(asc(personId))
    .limit(BATCH)
  return rows.map((row) => row.personId)
}

async function askForLetter(tx: Db, letter: { mailingId: string; personId: string }) {
  const key = `letter-${letter.mailingId}-${letter.personId}`
  await addJob(tx, { task: 'send-letter', key, payload: letter, priority: AFTER_ALL_ELSE })
}
