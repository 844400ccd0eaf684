import { LRUCache } from 'lru-cache'

export interface MomentsOptions {
  /** What is used least goes first beyond this. */
  maxBytes: number
  now: () => number
  /** Grows with every purge. */
  generation: () => number
}

/** How far one process may be behind the others, when no message reaches it. */
const MOMENT_MS = 250

interface Kept<T> {
  value: T
  bytes: number
  until: number
}

/**
 * What a process keeps in memory for a moment, to be asked again and again at no cost. Every purge
 * empties it, whatever was purged: filling it again costs one reading.
 */
export class Moments<T extends object> {
  readonly #kept: LRUCache<string, Kept<T>>
  readonly #options: MomentsOptions
  #generation: number

  constructor(options: MomentsOptions) {
    this.#options = options
    this.#generation = options.generation()
    this.#kept = new LRUCache({
      maxSize: options.maxBytes,
      sizeCalculation: ({ bytes }) => bytes,
    })
  }

  get(key: string): T | undefined {
    this.#emptyIfPurged()
    const found = this.#kept.get(key)
    return found && found.until > this.#options.now() ? found.value : undefined
  }

  /** @param since the generation when `value` began to be read; after a purge it is not kept. */
  keep(key: string, value: T, bytes: number, since: number): void {
    this.#emptyIfPurged()
    if (since !== this.#generation) return
    this.#kept.set(key, {
      value,
      bytes: bytes + 2 * key.length + 200,
      until: this.#options.now() + MOMENT_MS,
    })
  }

  #emptyIfPurged(): void {
    if (this.#generation === this.#options.generation()) return
    this.#generation = this.#options.generation()
    this.#kept.clear()
  }
}
