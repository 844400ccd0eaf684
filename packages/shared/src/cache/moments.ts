export interface MomentsOptions {
  /** How long a moment is: one second at most, for the processes no message reaches. */
  forMs?: number | undefined
  /** Beyond this everything goes: what is still asked for comes back at the cost of one reading. */
  maxBytes: number
  now: () => number
  /** Grows with every purge. */
  generation: () => number
}

/** How far one process may be behind the others, when no message reaches it. */
const MOMENT_MS = 1_000

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
  readonly #kept = new Map<string, Kept<T>>()
  readonly #options: MomentsOptions
  #generation: number
  #bytes = 0

  constructor(options: MomentsOptions) {
    this.#options = options
    this.#generation = options.generation()
  }

  get(key: string): T | undefined {
    this.#emptyIfPurged()
    const found = this.#kept.get(key)
    return found && found.until > this.#options.now() ? found.value : undefined
  }

  /** What was kept last under this key, however long ago, unless something was purged since. */
  last(key: string): T | undefined {
    this.#emptyIfPurged()
    return this.#kept.get(key)?.value
  }

  /** @param since the generation when `value` began to be read; after a purge it is not kept. */
  keep(key: string, value: T, bytes: number, since: number): void {
    this.#emptyIfPurged()
    if (since !== this.#generation) return
    const { forMs = MOMENT_MS } = this.#options
    const weight = bytes + 2 * key.length + 200
    this.#bytes += weight - (this.#kept.get(key)?.bytes ?? 0)
    if (this.#bytes > this.#options.maxBytes) this.#empty(weight)
    this.#kept.set(key, { value, bytes: weight, until: this.#options.now() + forMs })
  }

  #emptyIfPurged(): void {
    if (this.#generation === this.#options.generation()) return
    this.#generation = this.#options.generation()
    this.#empty(0)
  }

  #empty(bytes: number): void {
    this.#kept.clear()
    this.#bytes = bytes
  }
}
