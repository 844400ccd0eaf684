import {
  type Cache,
  type Entry,
  type Flights,
  type Log,
  type Shelf,
  type Since,
  toEntry,
} from '../cache/index.ts'
import { Breaker } from './breaker.ts'
import type { PageNote, PageParts } from './rendering.ts'

/** How one page is made, for whoever asks for it. */
export interface Recipe {
  key: string
  freshMs: number
  make: () => Promise<PageParts & { tags: readonly string[] }>
}

/** So long a page is shown after it was fresh, while it is made anew or cannot be. */
const STALE_MS = 10 * 60_000

/** Pages with holes, one for all viewers. Each is made by one request at a time. */
export class PageShelf {
  readonly #cache: Cache
  readonly #log: Log
  readonly #shelf: Shelf<PageNote>
  readonly #flights: Flights<Entry<PageNote>>
  readonly #breaker: Breaker

  constructor(cache: Cache, prefix: string, log: Log) {
    this.#cache = cache
    this.#log = log
    this.#shelf = cache.shelf(prefix)
    this.#flights = cache.flights()
    this.#breaker = new Breaker(cache.now)
  }

  /** What this process holds. */
  peek(recipe: Recipe): Entry<PageNote> | undefined {
    const held = this.#shelf.peek(recipe.key)
    if (held) this.#renew(recipe, held.entry, held.since)
    return held?.entry
  }

  /** Looks up what this process holds of a page, while that is as good as new. */
  freshOf(key: string): () => Entry<PageNote> | undefined {
    return () => {
      const entry = this.#shelf.peek(key)?.entry
      return entry && this.#cache.now() < entry.freshUntil ? entry : undefined
    }
  }

  /** @throws what `make` throws, when there is no copy. */
  async read(recipe: Recipe): Promise<Entry<PageNote>> {
    const { entries, since } = await this.#shelf.read([recipe.key])
    const [entry] = entries
    if (entry) this.#renew(recipe, entry, since)
    return entry ?? this.#flights.join(recipe.key, () => this.#make(recipe, since))
  }

  /** In the background, when the page is stale; once a second when that fails. */
  #renew(recipe: Recipe, entry: Entry<PageNote>, since: Since): void {
    const { key } = recipe
    if (this.#cache.now() < entry.freshUntil || this.#flights.get(key)) return
    if (this.#breaker.gate(key) === 'leave') return
    this.#flights.add(key, this.#make(recipe, since)).catch((error: unknown) => {
      this.#breaker.failed(key)
      this.#log.warn({ err: error, page: key }, 'A page cannot be made anew')
    })
  }

  async #make({ key, freshMs, make }: Recipe, since: Since): Promise<Entry<PageNote>> {
    const { body, note, tags } = await make()
    const freshUntil = this.#cache.now() + freshMs
    const entry = toEntry({ body, note, tags, freshUntil, staleUntil: freshUntil + STALE_MS })
    this.#breaker.worked(key)
    void this.#shelf.keep(key, entry, freshMs + STALE_MS, since)
    return entry
  }
}
