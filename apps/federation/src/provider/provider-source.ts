import type { FastifyBaseLogger } from 'fastify'
import type { Provider } from 'oidc-provider'
import { readSigningKeys } from '../signing-keys/queries.ts'
import { rotateSigningKeys } from '../signing-keys/rotate-signing-keys.ts'
import type { ProviderParts } from './configuration.ts'
import { createProvider } from './create-provider.ts'

/** The provider as it is now. */
export type ProviderSource = () => Promise<Provider>

interface SourceOptions extends ProviderParts {
  log: FastifyBaseLogger
  now?: () => Date
}

interface Built {
  provider: Provider
  /** Names its keys, in their order. */
  version: string
}

const checkMs = 60_000

/**
 * Builds the provider when it is first asked for, and again when the keys have changed: looked up at
 * most once a minute, while keys are published for days before they sign.
 */
export function createProviderSource(options: SourceOptions): ProviderSource {
  const { now = () => new Date() } = options
  let built: Built | undefined
  let checkedAt = 0
  let checking: Promise<Built> | undefined

  return async () => {
    const time = now()
    if (built && time.getTime() - checkedAt < checkMs) return built.provider
    checking ??= check(options, time, built).finally(() => {
      checking = undefined
    })
    built = await checking
    checkedAt = time.getTime()
    return built.provider
  }
}

/** While the keys cannot be read, what was built before goes on. */
async function check(options: SourceOptions, now: Date, before?: Built): Promise<Built> {
  try {
    return await build(options, now, before)
  } catch (error) {
    if (!before) throw error
    options.log.warn({ err: error }, 'the signing keys cannot be read')
    return before
  }
}

async function build(options: SourceOptions, now: Date, before?: Built): Promise<Built> {
  const { config, db, log } = options
  const moment = { secret: config.secret, now }
  if (!before) await rotateSigningKeys(db, moment)
  const keys = await readSigningKeys(db, moment)
  const version = keys.map(({ kid }) => kid).join()
  if (before?.version === version) return before
  return { provider: createProvider(options, keys, log), version }
}
