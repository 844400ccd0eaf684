import { request } from 'undici'
import { appNames, type Config } from '../config/index.ts'

/** `fetch`, as the OpenID libraries take it. */
export type InternalFetch = (url: string | URL, options?: RequestInit) => Promise<Response>

const patienceMs = 3_000

/**
 * A `fetch` that knows our six public origins and nothing else, and reaches each by its internal
 * address, telling it which public address was meant.
 */
export function createInternalFetch({
  origins,
  internal,
}: Pick<Config, 'origins' | 'internal'>): InternalFetch {
  const addresses = new Map(appNames.map((app) => [origins[app], internal[app]]))

  return async (url, options) => {
    const { origin, host, protocol, pathname, search } = new URL(url)
    const address = addresses.get(origin)
    if (!address) throw new Error(`${origin} is none of our apps`)
    const asked = new Request(url, options)
    const sent = await asked.text()
    const answer = await request(address + pathname + search, {
      method: asked.method,
      headers: {
        ...Object.fromEntries(asked.headers),
        'x-forwarded-host': host,
        'x-forwarded-proto': protocol.slice(0, -1),
      },
      body: sent || null,
      signal: asked.signal,
      headersTimeout: patienceMs,
      bodyTimeout: patienceMs,
    })
    const text = await answer.body.text()
    return new Response(text || null, {
      status: answer.statusCode,
      headers: Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
    })
  }
}
