import { and, desc, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { people } from '@rose-ash/shared/db/models/account'
import { revisions } from '@rose-ash/shared/db/models/blog-writing'
import { NotFound } from '@rose-ash/shared/errors'

const entry = {
  id: revisions.id,
  version: revisions.version,
  reason: revisions.reason,
  createdAt: revisions.createdAt,
  person: people.name,
}

/** How far back the history is shown. */
const LIMIT = 200

/** The revisions of a post, newest first. */
export async function listRevisions(db: Db, postId: string) {
  return db
    .select(entry)
    .from(revisions)
    .leftJoin(people, eq(people.id, revisions.personId))
    .where(eq(revisions.postId, postId))
    .orderBy(desc(revisions.createdAt), desc(revisions.id))
    .limit(LIMIT)
}

/** One revision of this post, and the one before it. @throws {NotFound} */
export async function findRevision(db: Db, postId: string, id: string) {
  const more = { content: revisions.content, plaintext: revisions.plaintext }
  const [found] = await db
    .select({ ...entry, ...more })
    .from(revisions)
    .leftJoin(people, eq(people.id, revisions.personId))
    .where(and(eq(revisions.postId, postId), eq(revisions.id, id)))
  if (!found) throw new NotFound('revision')
  return found
}
