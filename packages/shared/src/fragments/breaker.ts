import { LRUCache } from 'lru-cache'

/** `probe`: ask, but let nobody wait for it. */
export type Gate = 'ask' | 'probe' | 'leave'

const COOLDOWN_MS = 1_000
const MAX_NAMES = 10_000

/**
 * Remembers what failed: it is left alone for a second, then tried once a second in the background
 * until it works.
 */
export class Breaker {
  readonly #now: () => number
  readonly #until = new LRUCache<string, number>({ max: MAX_NAMES })

  constructor(now: () => number) {
    this.#now = now
  }

  /** Whether to ask for what needs all of these. Each second one caller gets the `probe`. */
  gate(...names: string[]): Gate {
    const broken = names.filter((name) => this.#until.has(name))
    if (broken.length === 0) return 'ask'
    if (broken.some((name) => (this.#until.get(name) ?? 0) > this.#now())) return 'leave'
    for (const name of broken) this.failed(name)
    return 'probe'
  }

  failed(name: string): void {
    this.#until.set(name, this.#now() + COOLDOWN_MS)
  }

  worked(name: string): void {
    this.#until.delete(name)
  }
}
