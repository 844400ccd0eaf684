import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { expect, inject, it } from 'vitest'
import { atEnd } from '../testing/at-end.ts'
import { query } from '../testing/postgres.ts'
import { migrate, waitForSchema } from './migrate.ts'

it('brings an empty database to the schema once, however many try, and tells who waits why', async () => {
  const { url, pool } = await aDatabase()
  const reasons: string[] = []
  const waited = waitForSchema(pool, (reason) => reasons.push(reason))
  await expect.poll(() => reasons[0]).toBe('the schema is not there yet')

  await Promise.all([migrate(url), migrate(url), migrate(url)])

  await waited
  const done = await pool.query('select hash from drizzle.__drizzle_migrations')
  expect(done.rowCount).toBeGreaterThan(30)
  expect(new Set(done.rows.map(({ hash }) => hash as string)).size).toBe(done.rowCount)
})

it('waits while the database lacks the newest step, and for no longer than it is told', async () => {
  const { pool } = await aDatabase('template template_rose_ash')
  const newest = 'select max(id) from drizzle.__drizzle_migrations'
  const step = await pool.query(
    `delete from drizzle.__drizzle_migrations where id = (${newest}) returning *`,
  )
  const stop = new AbortController()
  const reasons: string[] = []

  const given = waitForSchema(pool, (reason) => reasons.push(reason), stop.signal)
  await expect.poll(() => reasons[0]).toBe('the schema is older than this app')
  stop.abort()

  await expect(given).rejects.toThrow('aborted')
  expect(step.rowCount).toBe(1)
})

async function aDatabase(options = ''): Promise<{ url: string; pool: pg.Pool }> {
  const admin = inject('postgresUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await query(admin, `create database ${name} ${options}`)
  const url = new URL(admin)
  url.pathname = `/${name}`
  const pool = new pg.Pool({ connectionString: url.href })
  atEnd(async () => {
    await pool.end()
    await query(admin, `drop database ${name} with (force)`)
  })
  return { url: url.href, pool }
}
