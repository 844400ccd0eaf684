import type { FastifyInstance } from 'fastify'
import { setTimeout as wait } from 'node:timers/promises'
import { EventProcessor, handlersOf } from '../activitypub/index.ts'
import type { Config } from '../config/index.ts'
import { migrate, waitForSchema } from '../db/index.ts'
import { startJobs } from '../jobs/index.ts'
import { mailTasks } from '../mail/index.ts'
import type { AppParts } from './app-parts.ts'
import type { Resources } from './open-resources.ts'

interface LifecycleOptions {
  config: Config
  parts: AppParts
  resources: Resources
}

/**
 * What an app does between listening and being ready, and what it undoes when it closes: first no
 * new requests, then the outbox and the jobs end what they are at, then the connections.
 */
export function createLifecycle(
  app: FastifyInstance,
  { config, parts, resources }: LifecycleOptions,
): () => Promise<void> {
  const closing = new AbortController()
  const running: { stop(): Promise<void> }[] = []
  let idle: NodeJS.Timeout | undefined

  app.addHook('preClose', async () => {
    app.phase = 'draining'
    closing.abort()
    // A connection kept alive after the request that was in flight would hold the server up.
    idle = setInterval(() => app.server.closeIdleConnections(), 50)
  })
  app.addHook('onClose', async () => {
    clearInterval(idle)
    await Promise.all(running.map((part) => inTime(app, () => part.stop())))
    await inTime(app, () => resources.close())
  })

  return async () => {
    await schemaIsCurrent(app, { config, resources, signal: closing.signal })
    running.push(...(await startWork(app, { config, parts, resources })))
    app.phase = 'ready'
    app.log.info('ready')
  }
}

/** How long the outbox and the jobs get to end what they are at. */
const PATIENCE_MS = 5_000

/**
 * With its database gone, what runs can neither be ended properly nor told to anybody; whoever takes
 * over does what was left, as after a crash.
 */
async function inTime(app: FastifyInstance, stop: () => Promise<void>): Promise<void> {
  const patience = new AbortController()
  const tooLong = wait(PATIENCE_MS, 'late', { signal: patience.signal }).catch(() => 'stopped')
  const stopped = stop().catch((error: unknown) => {
    app.log.warn({ err: error }, 'not everything could be ended properly')
  })
  if ((await Promise.race([stopped, tooLong])) === 'late') {
    app.log.warn('left what does not end')
  }
  patience.abort()
}

interface SchemaWait {
  config: Config
  resources: Resources
  signal: AbortSignal
}

async function schemaIsCurrent(app: FastifyInstance, options: SchemaWait): Promise<void> {
  const { config, resources, signal } = options
  while (config.runMigrations) {
    try {
      await migrate(config.databaseUrl)
      app.log.info('the database has the current schema')
      return
    } catch (error) {
      if (!isUnreachable(error)) throw error
      app.log.warn(`waiting for the database: ${(error as Error).message}`)
      await wait(1_000, undefined, { signal })
    }
  }
  await waitForSchema(
    resources.database.pool,
    (reason) => app.log.warn(`waiting for the database: ${reason}`),
    signal,
  )
}

/** Not there, still starting up (57P03), or refusing for now (53300, 57P01). */
function isUnreachable(error: unknown): boolean {
  const { code = '' } = error as { code?: string }
  return /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|57P0|53300)/.test(code)
}

async function startWork(
  app: FastifyInstance,
  { config, parts, resources }: LifecycleOptions,
): Promise<{ stop(): Promise<void> }[]> {
  const { db, pool } = resources.database
  const log = app.log as never
  const work: { stop(): Promise<void> }[] = []
  if (parts.handlers) {
    const handlers = parts.handlers(app)
    const missing = handlersOf(config.app).filter((name) => !handlers[name])
    if (missing.length > 0) throw new Error(`no function for ${missing.join(', ')}`)
    const processor = new EventProcessor({ db, url: config.databaseUrl, handlers, log })
    await processor.start()
    work.push(processor)
  }
  if (parts.tasks) {
    const mail = mailTasks({ smtpUrl: config.smtpUrl, from: config.mailFrom })
    const tasks = { ...mail, ...parts.tasks(app) }
    work.push(await startJobs({ pool, tasks, crontab: parts.crontab ?? '', log }))
  }
  return work
}
