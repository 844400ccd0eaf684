import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { AppName } from '@rose-ash/shared/config'
import { appEnvironment, type StackSettings } from './app-environment.ts'
import { type RunningProcess, startProcess } from './start-process.ts'

export interface AppOptions {
  settings: StackSettings
  stateDir: string
  /** Where compiled code is kept from one start to the next: `compiled` in the state's folder without. */
  codeCacheDir?: string | undefined
  output: Writable
  onExit(code: number | null): void
  /** More of the environment, or other values. */
  env?: Record<string, string>
}

/**
 * A young generation of 24 MB at most instead of 96, and an old one, of which 40 MB are in use, that
 * cannot fill the machine. As in the Dockerfile and the `start` of every app.
 */
export const nodeFlags = ['--max-semi-space-size=8', '--max-old-space-size=256']

/**
 * glibc: one arena instead of eight; what is free at its end, and whatever had 16 kB or more of its
 * own, goes back to the system. As in the Dockerfile.
 */
const memoryEnvironment = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_MMAP_THRESHOLD_: '16384',
}

export const root = fileURLToPath(new URL('../../../..', import.meta.url))

/** Starts one app of a stack as a process of its own; it is not ready at once. */
export function startApp(app: AppName, options: AppOptions): RunningProcess {
  const { settings, stateDir, codeCacheDir, output, onExit, env } = options
  return startProcess({
    command: process.execPath,
    args: [...nodeFlags, `apps/${app}/src/server.ts`],
    cwd: root,
    env: {
      ...appEnvironment(app, settings),
      ...memoryEnvironment,
      NODE_COMPILE_CACHE: codeCacheDir ?? join(stateDir, 'compiled'),
      ...env,
    },
    output,
    onExit,
  })
}
