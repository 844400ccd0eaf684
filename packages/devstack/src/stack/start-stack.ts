import type { Writable } from 'node:stream'
import { type AppName, appNames, loadConfig } from '@rose-ash/shared/config'
import { migrate, openDatabase } from '@rose-ash/shared/db'
import type { CaughtMail } from '../mail/mail-catcher.ts'
import { seed } from '../seed/seed.ts'
import { appEnvironment, type StackSettings } from './app-environment.ts'
import { type Addresses, addressesOf, type Ports } from './layout.ts'
import { startApp } from './start-app.ts'
import { startGateway, startMailCatcher, startSumup, type Stoppable } from './start-helpers.ts'
import { startPostgres } from './start-postgres.ts'
import type { RunningProcess } from './start-process.ts'
import { startRedis } from './start-redis.ts'
import { waitUntilReady } from './wait-until-ready.ts'
import { warmUp } from './warm-up.ts'

export interface StackOptions {
  ports: Ports
  stateDir: string
  /** Where compiled code is kept, when it is not to go with the state. */
  codeCacheDir?: string
  secret: string
  environment: 'development' | 'production'
  logLevel: string
  /** An existing server instead of the embedded one. */
  databaseUrl?: string | undefined
  /** An existing server; false: none, even when the machine has one. */
  redisUrl?: string | false | undefined
  /** Origins on this machine that may be asked, such as a Ghost's; with commas between them. */
  outgoingPrivate?: string | undefined
  /** Gets the output of one part of the stack. */
  outputOf(part: string): Writable
  /** Called with a line for every step that is done. */
  onStep(step: string): void
  /** Called when a part ends by itself. */
  onCrash(part: string, code: number | null): void
}

export interface Stack {
  addresses: Addresses
  databaseUrl: string
  redisUrl: string | undefined
  messages: CaughtMail[]
  apps: Record<AppName, RunningProcess>
  stop(): Promise<void>
}

/** Starts everything, in order, and answers when all six apps are ready. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const started: Stoppable[] = []
  const stop = async () => {
    for (const part of started.splice(0).toReversed()) await part.stop()
  }
  try {
    return await start(options, started, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function start(
  options: StackOptions,
  started: Stoppable[],
  stop: () => Promise<void>,
): Promise<Stack> {
  const { ports, onStep } = options
  const databaseUrl = options.databaseUrl ?? (await startDatabase(options, started))
  const redisUrl = startCache(options, started)
  const settings = { ...options, databaseUrl, redisUrl }
  await migrate(databaseUrl)
  onStep('migrations')
  await fill(settings, onStep)
  const mail = await startMailCatcher(ports)
  started.push(mail, await startSumup(ports))
  onStep('mail catcher and SumUp sandbox')
  const apps = startApps(options, settings, started)
  started.push(await startGateway(ports))
  await Promise.all(
    appNames.map(async (app) => {
      await waitUntilReady(`http://127.0.0.1:${ports.apps[app]}`, 240_000)
      onStep(app)
    }),
  )
  await warmUp(ports)
  const { messages } = mail
  return { addresses: addressesOf(ports), databaseUrl, redisUrl, messages, apps, stop }
}

async function startDatabase(options: StackOptions, started: Stoppable[]): Promise<string> {
  const { stateDir, ports, onStep } = options
  const postgres = await startPostgres({ stateDir, port: ports.postgres })
  started.push(postgres)
  onStep('database')
  return postgres.url
}

function startCache(options: StackOptions, started: Stoppable[]): string | undefined {
  const { redisUrl, ports, outputOf, onStep, onCrash } = options
  if (redisUrl === false) return undefined
  if (redisUrl) return redisUrl
  const redis = startRedis({
    port: ports.redis,
    output: outputOf('redis'),
    onExit: (code) => onCrash('redis', code),
  })
  onStep(redis ? 'redis' : 'no redis on this machine: each app caches for itself')
  if (!redis) return undefined
  started.push(redis)
  return `redis://127.0.0.1:${ports.redis}`
}

async function fill(settings: StackSettings, onStep: (step: string) => void): Promise<void> {
  const { db, close } = openDatabase({
    url: settings.databaseUrl,
    size: 2,
    onError: () => undefined,
  })
  try {
    const config = loadConfig('blog', appEnvironment('blog', settings))
    const filled = await seed(db, { config, now: new Date() })
    onStep(filled ? 'seed' : 'seed (kept what was there)')
  } finally {
    await close()
  }
}

function startApps(
  { outputOf, onCrash, stateDir, codeCacheDir }: StackOptions,
  settings: StackSettings,
  started: Stoppable[],
): Record<AppName, RunningProcess> {
  const apps = appNames.map((app) => {
    const output = outputOf(app)
    const onExit = (code: number | null) => onCrash(app, code)
    return [app, startApp(app, { settings, stateDir, codeCacheDir, output, onExit })] as const
  })
  started.push({ stop: () => Promise.all(apps.map(([, app]) => app.stop())) })
  return Object.fromEntries(apps) as Record<AppName, RunningProcess>
}
