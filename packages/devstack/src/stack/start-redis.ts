import type { Writable } from 'node:stream'
import { findOnPath } from './find-on-path.ts'
import { type RunningProcess, startProcess } from './start-process.ts'

interface RedisOptions {
  port: number
  output: Writable
  onExit(code: number | null): void
}

/** Starts a private Redis (or Valkey) when the machine has one; it keeps nothing on disk. */
export function startRedis({ port, output, onExit }: RedisOptions): RunningProcess | undefined {
  const command = findOnPath('redis-server', 'valkey-server')
  if (!command) return undefined
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--loglevel',
    'warning',
  ]
  return startProcess({ command, args, output, onExit })
}
