import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Writable } from 'node:stream'
import { type RunningProcess, startProcess } from './start-process.ts'

interface RedisOptions {
  port: number
  output: Writable
  onExit(code: number | null): void
}

/** Starts a private Redis (or Valkey) when the machine has one; it keeps nothing on disk. */
export function startRedis({ port, output, onExit }: RedisOptions): RunningProcess | undefined {
  const command = ['redis-server', 'valkey-server'].map(onPath).find((path) => path !== undefined)
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

function onPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}
