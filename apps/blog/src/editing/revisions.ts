import { and, desc, eq } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { revisions } from '@rose-ash/shared/db/models/blog-writing'
import type { Services } from '@rose-ash/shared/services/registry'
import { NotFound } from '@rose-ash/shared/errors'

const entry = {
  id: revisions.id,
  version: revisions.version,
  reason: revisions.reason,
  createdAt: revisions.createdAt,
  personId: revisions.personId,
}

/** How far back the history is shown. */
const LIMIT = 200

/** The revisions of a post, newest first. */
export async function listRevisions(
  db: Db,
  { account }: Pick<Services, 'account'>,
  postId: string,
) {
  const rows = await db
    .select(entry)
    .from(revisions)
    .where(eq(revisions.postId, postId))
    .orderBy(desc(revisions.createdAt), desc(revisions.id))
    .limit(LIMIT)
  const people = new Set(rows.flatMap(({ personId }) => personId ?? []))
  const names = await account.names(db, [...people])
  return rows.map((row) => ({ ...row, person: names.get(row.personId ?? '') }))
}

/** One revision of this post. @throws {NotFound} */
export async function findRevision(db: Db, postId: string, id: string) {
  const more = { content: revisions.content, plaintext: revisions.plaintext }
  const [found] = await db
    .select({ ...entry, ...more })
    .from(revisions)
    .where(and(eq(revisions.postId, postId), eq(revisions.id, id)))
  if (!found) throw new NotFound('revision')
  return found
}
