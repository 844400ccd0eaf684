import { and, eq, inArray, lte, sql } from 'drizzle-orm'
import type { Db } from '../db/index.ts'
import { apActivities, apHandlings } from '../db/models/federation.ts'
import type { HandlerName } from './handlers.ts'

export interface Activity {
  id: string
  type: string
  objectUri: string
  object: Record<string, unknown>
}

/**
 * What is done about an activity. It gets the transaction in which the handling is also ticked off:
 * whatever it writes there happens exactly once. Anything outside (a mail) is asked for through a
 * job in that transaction.
 */
export type Handler = (tx: Db, activity: Activity) => Promise<void>
export type Handlers = Partial<Record<HandlerName, Handler>>

export type Outcome =
  | { kind: 'idle' }
  | { kind: 'done'; handler: string }
  | { kind: 'failed'; handler: string; activityId: string; error: unknown; givenUp: boolean }

const maxAttempts = 12

/**
 * Takes one due handling that nobody else has (`FOR UPDATE SKIP LOCKED`), runs its handler and ticks
 * it off. A handler that throws is rolled back and tried again later, up to 12 times over some
 * three days.
 */
export async function runHandling(db: Db, handlers: Handlers): Promise<Outcome> {
  return db.transaction(async (tx) => {
    const due = await takeDue(tx, Object.keys(handlers))
    if (!due) return { kind: 'idle' }
    const handler = handlers[due.handler as HandlerName] as Handler
    const activity = await readActivity(tx, due.activityId)
    try {
      await tx.transaction((inner) => handler(inner, activity))
    } catch (error) {
      return postpone(tx, due, error)
    }
    await tx
      .update(apHandlings)
      .set({ state: 'done', doneAt: sql`now()`, attempts: sql`${apHandlings.attempts} + 1` })
      .where(keyOf(due))
    return { kind: 'done', handler: due.handler }
  })
}

async function takeDue(tx: Db, names: string[]): Promise<Handling | undefined> {
  const [due] = await tx
    .select()
    .from(apHandlings)
    .where(
      and(
        eq(apHandlings.state, 'waiting'),
        inArray(apHandlings.handler, names),
        lte(apHandlings.runAt, sql`now()`),
      ),
    )
    .orderBy(apHandlings.runAt)
    .limit(1)
    .for('update', { skipLocked: true })
  return due
}

async function readActivity(tx: Db, id: string): Promise<Activity> {
  const [row] = await tx.select().from(apActivities).where(eq(apActivities.id, id))
  if (!row) throw new Error(`activity ${id} is gone`)
  const { type, objectUri, activity } = row
  return { id, type, objectUri, object: activity.object as Record<string, unknown> }
}

type Handling = typeof apHandlings.$inferSelect

/** Tries again after 5 s, 10 s, 20 s … up to a day. */
async function postpone(tx: Db, handling: Handling, error: unknown): Promise<Outcome> {
  const attempts = handling.attempts + 1
  const givenUp = attempts >= maxAttempts
  const seconds = Math.min(5 * 2 ** handling.attempts, 86_400)
  await tx
    .update(apHandlings)
    .set({
      attempts,
      state: givenUp ? 'given_up' : 'waiting',
      runAt: sql`now() + make_interval(secs => ${seconds})`,
      lastError: String(error).slice(0, 2_000),
    })
    .where(keyOf(handling))
  return {
    kind: 'failed',
    handler: handling.handler,
    activityId: handling.activityId,
    error,
    givenUp,
  }
}

const keyOf = ({ activityId, handler }: Handling) =>
  and(eq(apHandlings.activityId, activityId), eq(apHandlings.handler, handler))
