import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AppName } from '@rose-ash/shared/config'
import { freePort } from '@rose-ash/shared/testing'
import { appEnvironment } from '../stack/app-environment.ts'
import { portsFrom } from '../stack/layout.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

export interface AppProcess {
  child: ChildProcess
  origin: string
  /** Everything it has written so far. */
  output(): string
  /** Its exit code, once it has ended; null after SIGKILL. */
  exit: Promise<number | null>
}

export interface AppProcessOptions {
  databaseUrl: string
  /** More of the environment, or other values. */
  env?: Record<string, string>
}

/** Starts one app as a process of its own, as production does. */
export async function startApp(app: AppName, options: AppProcessOptions): Promise<AppProcess> {
  const port = await freePort()
  const settings = {
    ports: portsFrom(port),
    databaseUrl: options.databaseUrl,
    redisUrl: undefined,
    secret: 'a secret for tests, long enough for the rule',
    stateDir: join(tmpdir(), 'rose-ash-test-state'),
    environment: 'development' as const,
    logLevel: 'info',
  }
  const env = { ...appEnvironment(app, settings), PORT: String(port), ...options.env }
  const child = spawn(process.execPath, [`apps/${app}/src/server.ts`], { cwd: root, env })
  let written = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (written += chunk.toString()))
  }
  return {
    child,
    origin: `http://127.0.0.1:${port}`,
    output: () => written,
    exit: once(child, 'exit').then(([code]) => code as number | null),
  }
}
