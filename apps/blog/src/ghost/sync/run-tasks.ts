import { and, asc, eq, lte, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { ghostTasks } from '@rose-ash/shared/db/models/blog-ghost'
import type { GhostParts } from '../ghost-parts.ts'
import type { OpenSite } from '../sites/open-site.ts'
import { pushThing } from '../push/push-thing.ts'
import { pullThing } from './pull-thing.ts'
import { sweepSite } from './sweep-site.ts'

type Task = typeof ghostTasks.$inferSelect

const atOnce = 100

/**
 * Does what waits for a Ghost. One that was asked for again meanwhile waits for another time; one
 * that fails waits longer each time, an hour at most.
 */
export async function runTasks(parts: GhostParts, site: OpenSite): Promise<void> {
  const { db } = parts
  const due = await db
    .select()
    .from(ghostTasks)
    .where(and(eq(ghostTasks.siteId, site.id), lte(ghostTasks.dueAt, sql`now()`)))
    .orderBy(asc(ghostTasks.dueAt))
    .limit(atOnce)
  for (const task of due) {
    try {
      await doTask(parts, site, task)
    } catch (error) {
      await putOff(db, task, error)
      throw error
    }
    const seen = sql`date_trunc('milliseconds', ${ghostTasks.dueAt}) = ${task.dueAt.toISOString()}::timestamptz`
    await db.delete(ghostTasks).where(and(eq(ghostTasks.id, task.id), seen))
  }
}

async function doTask(
  parts: GhostParts,
  site: OpenSite,
  { task, kind, subject }: Task,
): Promise<void> {
  if (task === 'push') {
    if (site.mode !== 'pull' && subject) await pushThing(parts, site, subject)
    return
  }
  // What a Ghost that only takes from us tells is nothing to us.
  if (site.mode === 'push') return
  if (task === 'pull' && kind && subject) await pullThing(parts, site, { kind, ghostId: subject })
  else await sweepSite(parts, site)
}

async function putOff(db: Db, { id, attempts }: Task, error: unknown): Promise<void> {
  const seconds = Math.min(3_600, 30 * 2 ** attempts)
  await db
    .update(ghostTasks)
    .set({
      attempts: attempts + 1,
      problem: (error as Error).message,
      dueAt: sql`now() + make_interval(secs => ${seconds})`,
    })
    .where(eq(ghostTasks.id, id))
}
