import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../testing/postgres.ts'

export interface PrivateRedis {
  url: string
  /** Ends the server as a crash would; what it kept is gone. */
  kill(): Promise<void>
  /** Starts it again, on the same port. */
  restart(): Promise<void>
  /** Stops it from answering, while its connections stay open. */
  freeze(): void
  thaw(): void
}

/** Whether tests can have a Redis of their own; where not, they are skipped and say why. */
export const hasRedis = !spawnSync('redis-server', ['--version']).error

export const withRedis = hasRedis ? 'Redis' : 'Redis (skipped: no redis-server on the PATH)'

/** Starts a Redis of one's own on a free port. It writes nothing to disk. */
export async function startRedis(): Promise<PrivateRedis> {
  const port = await freePort()
  let server = await start(port)
  return {
    url: `redis://127.0.0.1:${port}`,
    async kill() {
      if (server.exitCode !== null || server.signalCode !== null) return
      server.kill('SIGKILL')
      await once(server, 'exit')
    },
    async restart() {
      server = await start(port)
    },
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
  }
}

async function start(port: number): Promise<ChildProcess> {
  const options = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
  ]
  const server = spawn('redis-server', options, { stdio: 'ignore' })
  while (!(await answers(port))) await sleep(20)
  return server
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
