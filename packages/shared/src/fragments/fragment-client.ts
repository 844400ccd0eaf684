import {
  type Cache,
  type Entry,
  type Log,
  type Moments,
  type Shelf,
  shortHash,
} from '../cache/index.ts'
import type { AppName } from '../config/index.ts'
import { type FragmentType, kindOf } from './catalogue.ts'
import {
  type Fetch,
  FragmentFetcher,
  type Outcome,
  type Reason,
  type Wanted,
} from './fragment-fetcher.ts'
import { type FragmentRef, keysFor } from './fragment-ref.ts'
import type { Assets } from './fragment-registry.ts'
import { FragmentSource, type FragmentSourceOptions } from './fragment-source.ts'
import type { Viewer } from './viewer.ts'

/** A fragment as it is shown: a copy, or what its type has for when there is none. */
export interface Shown {
  readonly body: Buffer
  readonly hash: string
  readonly note: Assets
  /** Set when it is not the fragment itself. */
  readonly fallback?: { readonly type: FragmentType; readonly reason: Reason }
}

export interface FragmentClientOptions extends FragmentSourceOptions {
  cache: Cache
  log: Log
  /** Where browsers reach each app. */
  origins: Readonly<Record<AppName, string>>
}

const FALLBACK_BYTES = 1024 * 1024
/** Shorter than other moments, so that nobody misses a neighbour who is back. */
const FALLBACK_MS = 500

/**
 * Gets the fragments of pages: from what this process holds for a moment, else all together from
 * the store, else from the apps that make them. It never rejects, and never waits longer than the
 * budget of a type: a stale copy is shown while it is made anew in the background, an old one when
 * its app fails, and the fallback when there is none.
 */
export class FragmentClient {
  readonly #cache: Cache
  readonly #shelf: Shelf<Assets>
  readonly #fallbacks: Moments<Shown>
  readonly #fetcher: FragmentFetcher
  readonly #origins: Readonly<Record<AppName, string>>

  constructor({ cache, log, origins, registry, http }: FragmentClientOptions) {
    this.#cache = cache
    this.#origins = origins
    this.#shelf = cache.shelf('fragment:1:')
    this.#fallbacks = cache.moments(FALLBACK_BYTES, FALLBACK_MS)
    const source = new FragmentSource({ registry, http })
    this.#fetcher = new FragmentFetcher({ cache, shelf: this.#shelf, source, log })
  }

  /** One for every reference, in that order; at once when this process holds them all. */
  get(refs: readonly FragmentRef[], viewer: Viewer): Shown[] | Promise<Shown[]> {
    const keyOf = keysFor(viewer)
    const shown: (Shown | undefined)[] = []
    const missing: Wanted[] = []
    const stale: Fetch[] = []
    for (const ref of refs) {
      const key = keyOf(ref)
      const held = this.#shelf.peek(key)
      const age = held ? this.#ageOf(held.entry) : 'old'
      if (held && age === 'stale') stale.push({ ...toWanted(ref, key), since: held.since })
      const atHand = age === 'old' ? this.#fallbacks.get(key) : held?.entry
      if (!atHand) missing.push(toWanted(ref, key))
      shown.push(atHand)
    }
    if (stale.length > 0) this.#renew(stale, viewer)
    if (missing.length === 0) return shown as Shown[]
    return this.#find(missing, viewer).then((found) =>
      refs.flatMap((ref, index) => shown[index] ?? found.get(keyOf(ref)) ?? []),
    )
  }

  /** As `get`, when this process holds all of them: as good as new, or a fallback of a moment ago. */
  peek(refs: readonly FragmentRef[], viewer: Viewer): Shown[] | undefined {
    const keyOf = keysFor(viewer)
    const shown: Shown[] = []
    for (const ref of refs) {
      const key = keyOf(ref)
      const entry = this.#shelf.peek(key)?.entry
      const age = entry ? this.#ageOf(entry) : 'old'
      const atHand = age === 'old' ? this.#fallbacks.get(key) : entry
      if (!atHand || age === 'stale') return undefined
      shown.push(atHand)
    }
    return shown
  }

  /** In the background, but for those whose app failed a moment ago. */
  #renew(stale: readonly Fetch[], viewer: Viewer): void {
    const wanted = stale.filter((one) => this.#fetcher.gate(one) !== 'leave')
    if (wanted.length > 0) this.#fetcher.fetch(wanted, viewer)
  }

  /** What is missing, by key: from the store, or anew. */
  async #find(missing: Wanted[], viewer: Viewer): Promise<ReadonlyMap<string, Shown>> {
    const { entries, since } = await this.#shelf.read(missing.map(({ key }) => key))
    const plans = missing.map((one, index) => this.#plan({ ...one, since }, entries[index]))
    const fetches = plans.filter(({ fetch }) => fetch).map(({ one }) => one)
    const flying = this.#fetcher.fetch(fetches, viewer)
    const land = async ({ one, now, old }: Plan): Promise<[string, Shown]> => [
      one.key,
      now ?? this.#landed(one, old, await flying.get(one.key)),
    ]
    return new Map(await Promise.all(plans.map(land)))
  }

  #plan(one: Fetch, entry: Entry<Assets> | undefined): Plan {
    const age = entry ? this.#ageOf(entry) : 'old'
    if (age === 'fresh') return { one, now: entry, old: undefined, fetch: false }
    const gate = this.#fetcher.gate(one)
    const fetch = gate !== 'leave'
    if (age === 'stale') return { one, now: entry, old: undefined, fetch }
    const now = gate === 'ask' ? undefined : (entry ?? this.#fallback(one, 'open'))
    return { one, now, old: entry, fetch }
  }

  #landed(one: Fetch, old: Entry<Assets> | undefined, outcome: Outcome = 'error'): Shown {
    if (typeof outcome !== 'string') return outcome
    return old ?? this.#fallback(one, outcome)
  }

  #fallback({ type, app, key, since }: Fetch, reason: Reason): Shown {
    const html = kindOf(type).fallback(this.#origins[app])
    const note = { css: [], js: [] }
    const body = Buffer.from(html)
    const shown = { body, hash: shortHash(html), note, fallback: { type, reason } }
    this.#fallbacks.keep(key, shown, body.length, since.generation)
    return shown
  }

  #ageOf({ freshUntil, staleUntil }: Entry<Assets>): 'fresh' | 'stale' | 'old' {
    const now = this.#cache.now()
    if (now < freshUntil) return 'fresh'
    return now < staleUntil ? 'stale' : 'old'
  }
}

/** What is shown now, if anything, and whether a new copy is to be fetched. */
interface Plan {
  one: Fetch
  now: Shown | undefined
  /** Shown when fetching fails. */
  old: Entry<Assets> | undefined
  fetch: boolean
}

function toWanted({ type, query }: FragmentRef, key: string): Wanted {
  const { app, name } = kindOf(type)
  return { type, app, name, query, key }
}
