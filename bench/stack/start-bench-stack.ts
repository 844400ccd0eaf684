import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { type AppName, appNames } from '@rose-ash/shared/config'
import { compileApp } from '@rose-ash/devstack/stack/compile-app'
import { portsFrom } from '@rose-ash/devstack/stack/layout'
import { startApp } from '@rose-ash/devstack/stack/start-app'
import type { RunningProcess } from '@rose-ash/devstack/stack/start-process'
import { type Stack, startStack } from '@rose-ash/devstack/stack/start-stack'
import { waitUntilReady } from '@rose-ash/devstack/stack/wait-until-ready'

export interface BenchStack extends Stack {
  redisUrl: string
  /** A folder of this run. */
  folder: string
  /** Where the yardstick listens. */
  yardstickPort: number
  /** Where an app is reached without the gateway. */
  originOf(app: AppName): string
  /** Where SumUp is reached without the gateway. */
  sumupOrigin: string
  /** Another process of the market, which keeps no pages. */
  uncachedMarket: RunningProcess & { origin: string }
  /** As well, of the blog. */
  uncachedBlog: RunningProcess & { origin: string }
  /** Starts events again after it was stopped. */
  restartEvents(): Promise<void>
}

const FIRST_PORT = 18_200

/** Starts the stack as production runs it: compiled, with Redis, seeded, log level `info`. */
export async function startBenchStack(onStep: (step: string) => void): Promise<BenchStack> {
  const folder = await mkdtemp(join(tmpdir(), 'rose-ash-bench-'))
  await chmod(folder, 0o755)
  const ports = portsFrom(FIRST_PORT)
  const secret = randomBytes(32).toString('hex')
  const common = { ports, secret, environment: 'production', logLevel: 'info' } as const
  const codeCacheDir = join(folder, 'compiled')
  for (const app of appNames) await compileApp(app, codeCacheDir)
  onStep('compiled')
  const stack = await startStack({
    ...common,
    stateDir: folder,
    codeCacheDir,
    outputOf: () => nowhere(),
    onStep,
    onCrash: tellEnd,
  })
  const { databaseUrl, redisUrl } = stack
  if (!redisUrl) throw new Error('Redis is needed: apt install redis-server')
  const start = async (app: AppName, port: number, env: Record<string, string>) => {
    const running = startApp(app, {
      settings: { ...common, stateDir: folder, databaseUrl, redisUrl },
      stateDir: folder,
      codeCacheDir,
      output: nowhere(),
      onExit: (code) => tellEnd(app, code),
      env: { ...env, PORT: String(port) },
    })
    const origin = `http://127.0.0.1:${port}`
    await waitUntilReady(origin, 30_000)
    return { ...running, origin }
  }
  const uncachedMarket = await start('market', FIRST_PORT + 20, { PAGE_CACHE: 'false' })
  const uncachedBlog = await start('blog', FIRST_PORT + 22, { PAGE_CACHE: 'false' })
  return {
    ...stack,
    redisUrl,
    folder,
    uncachedMarket,
    uncachedBlog,
    yardstickPort: FIRST_PORT + 21,
    sumupOrigin: `http://127.0.0.1:${ports.sumup}`,
    originOf: (app) => `http://127.0.0.1:${ports.apps[app]}`,
    async restartEvents() {
      stack.apps.events = await start('events', ports.apps.events, {})
    },
    async stop() {
      await Promise.all([uncachedMarket.stop(), uncachedBlog.stop(), stack.apps.events.stop()])
      await stack.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() })

function tellEnd(part: string, code: number | null): void {
  process.stderr.write(`${part} ended with ${code}\n`)
}
