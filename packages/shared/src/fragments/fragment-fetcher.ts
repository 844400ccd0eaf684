import { type Cache, type Entry, type Flights, type Log, type Shelf } from '../cache/index.ts'
import { type Since, toEntry } from '../cache/index.ts'
import type { AppName } from '../config/index.ts'
import { TimedOut } from '../http/index.ts'
import { Breaker, type Gate } from './breaker.ts'
import { type FragmentType, kindOf } from './catalogue.ts'
import type { Assets, AskedFragment, FragmentAnswer } from './fragment-registry.ts'
import type { FragmentSource } from './fragment-source.ts'
import type { Viewer } from './viewer.ts'
import { splitBatch } from './wire.ts'

/** Why there is no new copy. `open`: its app failed a moment ago, so it was not asked. */
export type Reason = 'timeout' | 'error' | 'open'

/** A fragment as it is wanted for one viewer. */
export interface Wanted extends AskedFragment {
  readonly type: FragmentType
  readonly app: AppName
  /** Of its place in the cache. */
  readonly key: string
}

/** A copy that is to be made anew. `since`: when its place in the cache was read. */
export interface Fetch extends Wanted {
  readonly since: Since
}

export type Outcome = Entry<Assets> | Reason

export interface FragmentFetcherOptions {
  cache: Cache
  shelf: Shelf<Assets>
  source: FragmentSource
  log: Log
}

/** A stale copy is kept for this much longer, for when its app fails. */
const LAST_RESORT_MS = 10 * 60_000

/** Makes copies anew: each by one request at a time, several of one app in one request. */
export class FragmentFetcher {
  readonly #options: FragmentFetcherOptions
  readonly #breaker: Breaker
  readonly #flights: Flights<Outcome>

  constructor(options: FragmentFetcherOptions) {
    this.#options = options
    this.#breaker = new Breaker(options.cache.now)
    this.#flights = options.cache.flights()
  }

  /** Whether to fetch it now, given what failed a moment ago. */
  gate({ app, key }: Wanted): Gate {
    return this.#breaker.gate(app, key)
  }

  /** @returns by key, what never rejects; a new copy is on the shelf by then. */
  fetch(fetches: readonly Fetch[], viewer: Viewer): ReadonlyMap<string, Promise<Outcome>> {
    const idle = fetches.filter(({ key }) => !this.#flights.get(key))
    const groups = Map.groupBy(idle, ({ app, type }) => `${app} ${kindOf(type).budgetMs}`)
    for (const group of groups.values()) {
      for (const batch of splitBatch(group)) this.#start(batch, viewer)
    }
    const flying = new Map<string, Promise<Outcome>>()
    for (const { key } of fetches) {
      const flight = this.#flights.get(key)
      if (flight) flying.set(key, flight)
    }
    return flying
  }

  #start(batch: readonly Fetch[], viewer: Viewer): void {
    const outcomes = this.#fetchBatch(batch, viewer)
    for (const [index, { key }] of batch.entries()) {
      void this.#flights.add(
        key,
        outcomes.then((all) => all[index] ?? 'error'),
      )
    }
  }

  async #fetchBatch(batch: readonly Fetch[], viewer: Viewer): Promise<Outcome[]> {
    const [first] = batch
    if (!first) return []
    const { source, log } = this.#options
    const { app, type } = first
    try {
      const answers = await source.ask(app, batch, viewer, kindOf(type).budgetMs)
      this.#breaker.worked(app)
      return batch.map((one, index) => this.#settle(one, answers[index]))
    } catch (error) {
      this.#breaker.failed(app)
      log.warn({ err: error, app }, 'The fragments of an app cannot be had')
      return batch.map(() => (error instanceof TimedOut ? 'timeout' : 'error'))
    }
  }

  #settle(fetch: Fetch, answer: FragmentAnswer | undefined): Outcome {
    const { key, type, since } = fetch
    if (answer?.status !== 200) {
      this.#breaker.failed(key)
      return answer?.status === 504 ? 'timeout' : 'error'
    }
    this.#breaker.worked(key)
    const { freshMs, staleMs } = kindOf(type)
    const freshUntil = this.#options.cache.now() + freshMs
    const staleUntil = freshUntil + staleMs
    const { html: body, tags, assets: note } = answer
    const entry = toEntry({ body, note, tags, freshUntil, staleUntil })
    void this.#options.shelf.keep(key, entry, freshMs + staleMs + LAST_RESORT_MS, since)
    return entry
  }
}
