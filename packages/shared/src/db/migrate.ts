import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator'
import { drizzle } from 'drizzle-orm/node-postgres'
import { runMigrations as migrateJobs } from 'graphile-worker'
import pg from 'pg'

const folder = fileURLToPath(new URL('../../../../migrations', import.meta.url))
const lockKey = 0x726f7365

/** Brings the database to the schema of this code, under an advisory lock: one process at a time. */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await runMigrations(drizzle(client), { migrationsFolder: folder })
    await migrateJobs({ connectionString: url })
  } finally {
    await client.end()
  }
}

/**
 * Waits until the database has the newest migration this code knows.
 *
 * @throws {Error} when `signal` aborts the wait.
 */
export async function waitForSchema(
  pool: pg.Pool,
  onWait: (reason: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const wanted = newestMigration()
  for (;;) {
    const reason = await whyNotCurrent(pool, wanted)
    if (!reason) return
    onWait(reason)
    await wait(500, undefined, signal ? { signal } : {})
  }
}

function newestMigration(): string {
  const journal = JSON.parse(readFileSync(`${folder}/meta/_journal.json`, 'utf8')) as {
    entries: { tag: string }[]
  }
  const newest = journal.entries.at(-1)?.tag ?? ''
  return createHash('sha256')
    .update(readFileSync(`${folder}/${newest}.sql`))
    .digest('hex')
}

async function whyNotCurrent(pool: pg.Pool, hash: string): Promise<string | undefined> {
  try {
    const found = await pool.query('select 1 from drizzle.__drizzle_migrations where hash = $1', [
      hash,
    ])
    return found.rowCount ? undefined : 'the schema is older than this app'
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    return code === '42P01' || code === '3F000' ? 'the schema is not there yet' : message
  }
}
