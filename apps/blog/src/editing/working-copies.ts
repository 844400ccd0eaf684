import { and, desc, eq, gt, ne, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import {
  editingSessions,
  type WorkingContent,
  workingCopies,
} from '@rose-ash/shared/db/models/blog-writing'
import type { Services } from '@rose-ash/shared/services/registry'
import { checkEdits, type Editor } from './editor.ts'

export interface WorkingCopy {
  baseVersion: number
  content: WorkingContent
  updatedAt: Date
}

interface Copy {
  postId: string
  personId: string
}

/** A browser says every 20 seconds that the editor is open. */
const seenLately = sql`now() - interval '1 minute'`

/**
 * Keeps what an editor has typed and not saved. It never collides with anybody else's, and never
 * changes what readers see.
 */
export async function keepWorkingCopy(
  db: Db,
  editor: Editor,
  { postId, ...copy }: { postId: string; baseVersion: number; content: WorkingContent },
): Promise<void> {
  await checkEdits(db, editor, postId)
  await db
    .insert(workingCopies)
    .values({ postId, personId: editor.personId, ...copy })
    .onConflictDoUpdate({
      target: [workingCopies.postId, workingCopies.personId],
      set: { ...copy, updatedAt: sql`now()` },
    })
}

export async function findWorkingCopy(db: Db, copy: Copy): Promise<WorkingCopy | undefined> {
  const { baseVersion, content, updatedAt } = workingCopies
  const [found] = await db
    .select({ baseVersion, content, updatedAt })
    .from(workingCopies)
    .where(isCopy(copy))
  return found
}

export async function dropWorkingCopy(db: Db, copy: Copy): Promise<void> {
  await db.delete(workingCopies).where(isCopy(copy))
}

/** Says that this person has the post open, and names the others who have. */
export async function meetOthers(
  db: Db,
  { account }: Pick<Services, 'account'>,
  { postId, personId }: Copy,
): Promise<string[]> {
  await db
    .insert(editingSessions)
    .values({ postId, personId })
    .onConflictDoUpdate({
      target: [editingSessions.postId, editingSessions.personId],
      set: { seenAt: sql`now()` },
    })
  const others = await db
    .select({ id: editingSessions.personId })
    .from(editingSessions)
    .where(
      and(
        eq(editingSessions.postId, postId),
        ne(editingSessions.personId, personId),
        gt(editingSessions.seenAt, seenLately),
      ),
    )
    .orderBy(desc(editingSessions.seenAt))
  const names = await account.names(
    db,
    others.map(({ id }) => id),
  )
  return [...names.values()]
}

export async function leave(db: Db, { postId, personId }: Copy): Promise<void> {
  await db
    .delete(editingSessions)
    .where(and(eq(editingSessions.postId, postId), eq(editingSessions.personId, personId)))
}

const isCopy = ({ postId, personId }: Copy) =>
  and(eq(workingCopies.postId, postId), eq(workingCopies.personId, personId))
