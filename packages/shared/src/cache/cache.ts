import { randomUUID } from 'node:crypto'
import type { Bus } from './bus.ts'
import { Flights } from './flights.ts'
import { Moments } from './moments.ts'
import { type Held, Shelf } from './shelf.ts'
import type { Store } from './store.ts'

export interface CacheOptions {
  store: Store
  /** null when no other process shares what is cached here. */
  bus: Bus | null
  now?: () => number
}

const MOMENT_BYTES = 8 * 1024 * 1024
const MESSAGE_BYTES = 7_000

/** Two layers: what the process holds for a moment, over a store that all processes may share. */
export class Cache {
  readonly now: () => number
  readonly #store: Store
  readonly #bus: Bus | null
  readonly #self = randomUUID()
  readonly #toPurge = new Set<string>()
  #purging: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined
  #generation = 0
  #untold = false

  constructor({ store, bus, now = Date.now }: CacheOptions) {
    this.now = now
    this.#store = store
    this.#bus = bus
    bus?.subscribe({
      message: (text) => this.#heard(text),
      gap: () => this.#missed(),
    })
  }

  /**
   * Once this resolves, nobody who reads the store gets what carries one of the tags and was made,
   * or begun to be made, before. Other processes forget what they hold for a moment as soon as they
   * hear of it, and at the latest when the moment (1 s) is over.
   */
  purge(tags: readonly string[]): Promise<void> {
    for (const tag of tags) this.#toPurge.add(tag)
    const run = () => (this.#purging = this.#purgeAll())
    return (this.#next ??= this.#purging.then(run, run))
  }

  /** What is asked for while a purge is under way goes out with the next, as one. */
  async #purgeAll(): Promise<void> {
    const tags = [...this.#toPurge]
    this.#toPurge.clear()
    this.#next = undefined
    const purged = this.#store.purge(tags)
    // Behind it on the same connection, or after a store in this process: nobody hears of it too soon.
    const told = this.#tell(tags)
    await purged
    this.#generation += 1
    await told
  }

  /** Entries of one kind. The prefix should tell their format, as several releases may run. */
  shelf<Note>(prefix: string): Shelf<Note> {
    const moments = this.moments<Held<Note>>(MOMENT_BYTES)
    return new Shelf({ prefix, store: this.#store, moments, generation: () => this.#generation })
  }

  moments<T extends object>(maxBytes: number, forMs?: number): Moments<T> {
    return new Moments({ maxBytes, forMs, now: this.now, generation: () => this.#generation })
  }

  flights<T>(): Flights<T> {
    return new Flights(() => this.#generation)
  }

  /** Changes with every purge, of this process or another. */
  get generation(): number {
    return this.#generation
  }

  /** A list too long for the bus is told as "anything". */
  async #tell(tags: readonly string[] | null): Promise<void> {
    const text = JSON.stringify([this.#self, tags])
    const fits = Buffer.byteLength(text) <= MESSAGE_BYTES
    try {
      await this.#bus?.publish(fits ? text : JSON.stringify([this.#self, null]))
    } catch {
      this.#untold = true
    }
  }

  #heard(text: string): void {
    const [from, tags]: [string, string[] | null] = JSON.parse(text)
    if (from === this.#self) return
    this.#store.heard(tags)
    this.#generation += 1
  }

  #missed(): void {
    this.#store.heard(null)
    this.#generation += 1
    if (!this.#untold) return
    this.#untold = false
    void this.#tell(null)
  }
}
