import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { type AppName, type Config, ConfigError, loadConfig } from '../config/index.ts'
import { leanImports } from './lean-imports.ts'

type Create = (config: Config) => Promise<FastifyInstance>

/**
 * Runs an app until SIGTERM or SIGINT. A configuration that does not hold is told as a list, and the
 * process ends with 1. The app itself is imported only then, and in the lean way.
 *
 * With `--compile` it imports what it is made of and ends: what Node compiled is in
 * `NODE_COMPILE_CACHE` then. A process that finds it there starts in half the time, and without the
 * 12 MB of the program that strips types.
 */
export async function serve(name: AppName, load: () => Promise<Create>): Promise<void> {
  if (process.argv.includes('--compile')) return compile(load)
  const config = readConfig(name)
  leanImports()
  const create = await load()
  const app = await create(config)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void stop(app))
  }
  await app.listen({ ...config.listen })
  await app.open()
}

async function compile(load: () => Promise<Create>): Promise<never> {
  leanImports()
  await load()
  process.exit(0)
}

function readConfig(name: AppName): Config {
  try {
    return loadConfig(name, process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`${name}: ${error.message}\n`)
    process.exit(1)
  }
}

const drainMs = 3_000

/** Says "not ready" first and goes on serving while gateways notice; then closes. */
async function stop(app: FastifyInstance): Promise<void> {
  app.phase = 'draining'
  if (app.appConfig.environment === 'production') await wait(drainMs)
  await app.close()
  process.exit(0)
}
