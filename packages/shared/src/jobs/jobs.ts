import { sql } from 'drizzle-orm'
import type { Runner, TaskList } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Db } from '../db/index.ts'

export type { TaskList }

/** While a job with this key waits, asking for it again changes nothing but its payload. */
export interface JobRequest {
  task: string
  key: string
  payload: Record<string, unknown>
  /** Not before; at once without. */
  runAt?: Date
  /** Jobs with a higher number wait until none with a lower one does; 0 without. */
  priority?: number
}

export interface JobOptions {
  pool: pg.Pool
  tasks: TaskList
  /** When tasks run by themselves, one `minute hour day month weekday task` a line. */
  crontab: string
  log: Logger
}

/** Asks for a job in the caller's transaction: there is none unless that commits. */
export async function addJob(db: Db, request: JobRequest): Promise<void> {
  const { task, key, payload, runAt, priority = 0 } = request
  await db.execute(sql`
    select graphile_worker.add_job(${task}, ${JSON.stringify(payload)}::json, job_key => ${key},
      max_attempts => 12, run_at => ${runAt?.toISOString() ?? null}::timestamptz,
      priority => ${priority}::integer)`)
}

/**
 * Frees the jobs of workers that died over them, which graphile-worker itself does only after four
 * hours. No task of ours takes five minutes: whatever it waits for has a time-out.
 */
export async function freeStuckJobs(pool: pg.Pool): Promise<void> {
  await pool.query(`
    select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
    from graphile_worker.jobs where locked_at < now() - interval '5 minutes'
    having count(*) > 0`)
}

/**
 * Runs an app's tasks until it is stopped; `stop()` waits for those under way. The worker is loaded
 * only here: apps without tasks have 9 MB less without it.
 */
export async function startJobs({ pool, tasks, crontab, log }: JobOptions): Promise<Runner> {
  const { Logger: JobLogger, run } = await import('graphile-worker')
  const logger = new JobLogger(() => (level, message) => {
    if (level === 'error') log.error(message)
    else if (level === 'warning') log.warn(message)
    else log.debug(message)
  })
  return run({
    pgPool: pool,
    taskList: { ...tasks, 'free-stuck-jobs': () => freeStuckJobs(pool) },
    crontab: `${crontab}\n* * * * * free-stuck-jobs`,
    logger,
    concurrency: 2,
    pollInterval: 2_000,
    noHandleSignals: true,
    // Without these nobody waits for a job to be written down as done or failed: a worker that stops
    // just then would have it done again, with an error that nobody handles.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  })
}
