import { eq, inArray, isNotNull, and, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { posts } from '@rose-ash/shared/db/models/blog'
import { ghostSites, ghostTasks } from '@rose-ash/shared/db/models/blog-ghost'
import { addJob } from '@rose-ash/shared/jobs'

/** Asks, in the caller's transaction, to send a post to every Ghost that takes what is saved here. */
export async function askToPush(tx: Db, postId: string): Promise<void> {
  const takes = and(
    inArray(ghostSites.mode, ['push', 'two-way']),
    isNotNull(ghostSites.pulledUntil),
  )
  const sites = await tx.select({ siteId: ghostSites.id }).from(ghostSites).where(takes)
  if (sites.length === 0) return
  const [post] = await tx.select({ kind: posts.type }).from(posts).where(eq(posts.id, postId))
  if (!post) return
  for (const { siteId } of sites) {
    // Asked for again while it is under way, it is done once more: see `runTasks`.
    await tx
      .insert(ghostTasks)
      .values({ siteId, task: 'push', kind: post.kind, subject: postId })
      .onConflictDoUpdate({
        target: [ghostTasks.siteId, ghostTasks.task, ghostTasks.kind, ghostTasks.subject],
        set: { dueAt: sql`clock_timestamp()`, attempts: 0, problem: null },
      })
    await addJob(tx, { task: 'ghost-tasks', key: `ghost-tasks:${siteId}`, payload: { siteId } })
  }
}
