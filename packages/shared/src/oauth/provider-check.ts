import type { Config } from '../config/index.ts'
import { createInternalFetch } from './internal-fetch.ts'

const rememberedMs = 5_000
const patienceMs = 1_500

/**
 * Whether the provider is up, so that no browser is sent to a host that does not answer. Asked at
 * most every five seconds.
 */
export function createProviderCheck(config: Config): () => Promise<boolean> {
  const ask = createInternalFetch(config)
  const url = `${config.origins.federation}/readyz`
  let askedAt = 0
  let answer = Promise.resolve(false)

  return () => {
    if (Date.now() - askedAt > rememberedMs) {
      askedAt = Date.now()
      answer = ask(url, { signal: AbortSignal.timeout(patienceMs) }).then(
        ({ ok }) => ok,
        () => false,
      )
    }
    return answer
  }
}
