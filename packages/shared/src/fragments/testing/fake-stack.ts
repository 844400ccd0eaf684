import { Cache, memoryStore, type Store } from '../../cache/index.ts'
import { quietLog } from '../../cache/testing/quiet-log.ts'
import { forEachApp } from '../../config/index.ts'
import type { InternalGet, InternalResponse } from '../../http/index.ts'
import { FragmentClient, type Shown } from '../fragment-client.ts'
import { type FragmentAnswer, FragmentRegistry } from '../fragment-registry.ts'
import { encodeBatch, encodeHead, FRAGMENTS_PATH, parseAsked } from '../wire.ts'

export interface FakeRequest {
  app: string
  viewer: string
  /** `name?query` of each. */
  asked: string[]
}

/** A client of fragments whose clock stands still and whose other apps are faked. */
export function fakeStack({ store: given }: { store?: Store } = {}) {
  const clock = { now: 1_700_000_000_000 }
  const now = () => clock.now
  const store = given ?? memoryStore({ maxBytes: 10_000_000, now })
  const cache = new Cache({ store, bus: null, now })
  const requests: FakeRequest[] = []
  const apps = {
    version: 1,
    /** How every app answers; a test puts another in its place. */
    answer: async (request: FakeRequest): Promise<FragmentAnswer[]> =>
      request.asked.map((asked) => ok(`${asked} v${apps.version} for ${request.viewer}`)),
  }

  async function get(app: string, { path, viewer }: InternalGet): Promise<InternalResponse> {
    const request = { app, viewer, asked: askedOf(path) }
    requests.push(request)
    return respond(await apps.answer(request))
  }

  const registry = new FragmentRegistry('blog', { error: () => undefined })
  const origins = forEachApp((app) => `https://${app}.test`)
  const options = { cache, registry, http: { get }, origins, log: quietLog() }
  return { client: new FragmentClient(options), apps, cache, clock, registry, requests, store }
}

export function ok(text: string, tags: string[] = []): FragmentAnswer {
  return { status: 200, html: Buffer.from(text), tags, assets: { css: [], js: [] } }
}

export function failed(status: 400 | 404 | 500 | 504): FragmentAnswer {
  return { ...ok(''), status }
}

/** What is shown, a fallback with its reason before it. */
export function texts(shown: readonly Shown[]): string[] {
  return shown.map(({ body, fallback }) => {
    const text = body.toString()
    return fallback ? `(${fallback.reason}) ${text}` : text
  })
}

function askedOf(path: string): string[] {
  const { pathname, search, searchParams } = new URL(path, 'http://any')
  if (pathname !== FRAGMENTS_PATH) return [pathname.slice(FRAGMENTS_PATH.length + 1) + search]
  return parseAsked(searchParams.getAll('f')).map(({ name, query }) => `${name}?${query}`)
}

function respond(answers: FragmentAnswer[]): InternalResponse {
  const [first] = answers
  if (!first || answers.length > 1) return { status: 200, headers: {}, body: encodeBatch(answers) }
  return { status: first.status, headers: { 'x-fragment': encodeHead(first) }, body: first.html }
}
