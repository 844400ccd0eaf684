import { and, asc, eq, lte, sql } from 'drizzle-orm'
import type { Db } from '@rose-ash/shared/db'
import { ghostTasks } from '@rose-ash/shared/db/models/blog-ghost'
import { Refusal } from '@rose-ash/shared/errors'
import { isWholeGhost } from '../client/errors.ts'
import type { GhostParts } from '../ghost-parts.ts'
import type { OpenSite } from '../sites/open-site.ts'
import { pushThing } from '../push/push-thing.ts'
import { pullThing } from './pull-thing.ts'
import { sweepSite } from './sweep-site.ts'

type Task = typeof ghostTasks.$inferSelect

const atOnce = 100
const unexpected = 'Something went wrong on our side. We try again by ourselves.'

/**
 * Does what waits for a Ghost. One that was asked for again meanwhile waits for another time; one
 * that fails waits longer each time, an hour at most, and keeps none of the others waiting.
 *
 * @throws {GhostTrouble} when the Ghost as a whole does not answer: the others need not try.
 * @throws what is nobody's fault but ours, after everything else was done.
 */
export async function runTasks(parts: GhostParts, site: OpenSite): Promise<void> {
  const { db } = parts
  const due = await db
    .select()
    .from(ghostTasks)
    .where(and(eq(ghostTasks.siteId, site.id), lte(ghostTasks.dueAt, sql`now()`)))
    .orderBy(asc(ghostTasks.dueAt))
    .limit(atOnce)
  const bugs: unknown[] = []
  for (const task of due) {
    try {
      await doTask(parts, site, task)
      await db.delete(ghostTasks).where(asSeen(task))
    } catch (error) {
      await putOff(db, task, error)
      if (isWholeGhost(error)) throw error
      if (!(error instanceof Refusal)) bugs.push(error)
    }
  }
  if (bugs.length > 0) throw bugs[0]
}

/** The task as it was read, not as it was asked for again meanwhile. */
function asSeen({ id, dueAt }: Task) {
  const seen = sql`date_trunc('milliseconds', ${ghostTasks.dueAt}) = ${dueAt.toISOString()}::timestamptz`
  return and(eq(ghostTasks.id, id), seen)
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

async function putOff(db: Db, task: Task, error: unknown): Promise<void> {
  const { attempts } = task
  const problem = error instanceof Refusal ? error.message : unexpected
  const seconds = Math.min(3_600, 30 * 2 ** attempts)
  await db
    .update(ghostTasks)
    .set({
      attempts: attempts + 1,
      problem,
      dueAt: sql`now() + make_interval(secs => ${seconds})`,
    })
    .where(asSeen(task))
}
