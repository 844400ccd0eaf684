import { setTimeout } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../testing/index.ts'
import { addJob, freeStuckJobs, startJobs } from './jobs.ts'

const { db, pool } = await testDatabase()

describe('jobs', () => {
  it('exist only when the transaction that asked for them commits', async () => {
    const request = { task: 'never', key: 'rolled-back', payload: {} }

    await db
      .transaction(async (tx) => {
        await addJob(tx, request)
        throw new Error('never mind')
      })
      .catch(() => undefined)

    expect(await jobs('never')).toEqual([])
  })

  it('are one when asked for twice while waiting', async () => {
    await addJob(db, { task: 'twice', key: 'same', payload: { n: 1 } })
    await addJob(db, { task: 'twice', key: 'same', payload: { n: 2 } })

    expect(await jobs('twice')).toHaveLength(1)
  })

  it('are written down as done or failed before their worker has stopped', async () => {
    await addJob(db, { task: 'done', key: 'done', payload: {} })
    await addJob(db, { task: 'failed', key: 'failed', payload: {} })
    const begun = { done: Promise.withResolvers<void>(), failed: Promise.withResolvers<void>() }
    const end = Promise.withResolvers<void>()
    const stop = Promise.withResolvers<unknown>()
    const runner = await startJobs({
      pool,
      crontab: '',
      log: pino({ enabled: false }),
      tasks: {
        async done() {
          begun.done.resolve()
          await end.promise
        },
        async failed() {
          begun.failed.resolve()
          await end.promise
          throw new Error('not today')
        },
      },
    })
    await Promise.all([begun.done.promise, begun.failed.promise])

    await db.transaction(async (tx) => {
      await tx.execute(sql`select from graphile_worker._private_jobs for update`)
      const stopped = runner.stop().then(() => 'stopped')
      end.resolve()
      expect(await Promise.race([stopped, setTimeout(300, 'writing')])).toBe('writing')
      void stopped.then(stop.resolve)
    })
    await stop.promise

    expect(await jobs('done')).toEqual([])
    expect(await jobs('failed')).toEqual([{ key: 'failed', locked_by: null }])
  })

  it('are freed when their worker died over them, and left alone while it may still be at it', async () => {
    await addJob(db, { task: 'stuck', key: 'dead', payload: {} })
    await addJob(db, { task: 'stuck', key: 'busy', payload: {} })
    await lock('dead', '6 minutes')
    await lock('busy', '1 minute')

    await freeStuckJobs(pool)

    expect(await jobs('stuck')).toEqual([
      { key: 'busy', locked_by: 'worker-busy' },
      { key: 'dead', locked_by: null },
    ])
  })
})

async function jobs(task: string) {
  const { rows } = await db.execute(
    sql`select key, locked_by from graphile_worker.jobs where task_identifier = ${task} order by key`,
  )
  return rows
}

async function lock(key: string, ago: string): Promise<void> {
  await db.execute(sql`
    update graphile_worker._private_jobs
    set locked_by = ${`worker-${key}`}, locked_at = now() - ${ago}::interval where key = ${key}`)
}
