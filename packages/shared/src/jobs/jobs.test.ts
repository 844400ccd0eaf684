import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../testing/index.ts'
import { addJob, freeStuckJobs } from './jobs.ts'

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
