import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { ghostTasks } from '@rose-ash/shared/db/models/blog-ghost'
import { addJob } from '@rose-ash/shared/jobs'
import type { GhostParts } from '../ghost-parts.ts'
import { checkAdmin } from '../sites/errors.ts'

/** Something that a Ghost did not take, or that we could not take from it. */
export interface FailedTask {
  id: string
  task: (typeof ghostTasks.$inferSelect)['task']
  problem: string | null
  dueAt: Date
  /** The post that it is about, when it is here. */
  postId: string | null
  title: string | null
}

const shownAtOnce = 20

/** What failed and waits to be tried again, the next one first. */
export async function failedTasks(db: Db, siteId: string): Promise<FailedTask[]> {
  const { id, task, problem, dueAt, subject } = ghostTasks
  return db
    .select({ id, task, problem, dueAt, postId: posts.id, title: posts.title })
    .from(ghostTasks)
    .leftJoin(posts, and(eq(task, 'push'), sql`${posts.id}::text = ${subject}`))
    .where(and(eq(ghostTasks.siteId, siteId), isNotNull(problem)))
    .orderBy(asc(dueAt))
    .limit(shownAtOnce)
}

/**
 * Tries everything that failed at a Ghost again, now.
 *
 * @throws {Forbidden} for everybody but administrators.
 */
export async function retryTasks(
  parts: Pick<GhostParts, 'db' | 'services'>,
  { personId, siteId }: { personId: string; siteId: string },
): Promise<void> {
  await checkAdmin(parts, personId)
  await parts.db.transaction(async (tx) => {
    const again = await tx
      .update(ghostTasks)
      .set({ dueAt: sql`clock_timestamp()` })
      .where(and(eq(ghostTasks.siteId, siteId), isNotNull(ghostTasks.problem)))
      .returning({ id: ghostTasks.id })
    if (again.length === 0) return
    await addJob(tx, { task: 'ghost-tasks', key: `ghost-tasks:${siteId}`, payload: { siteId } })
  })
}
