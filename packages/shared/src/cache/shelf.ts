import { decodeEntry, encodeEntry, type Entry } from './entry.ts'
import type { Moments } from './moments.ts'
import type { Epoch, Store } from './store.ts'

/** From when something was read: what is made of it is kept only if nothing was purged since. */
export interface Since {
  readonly epoch: Epoch | null
  readonly generation: number
}

export interface Held<Note> {
  readonly entry: Entry<Note>
  readonly since: Since
}

export interface ShelfOptions<Note> {
  /** Before every key. */
  prefix: string
  store: Store
  moments: Moments<Held<Note>>
  generation: () => number
}

/** Entries of one kind: what this process holds for a moment, over the store. */
export class Shelf<Note> {
  readonly #options: ShelfOptions<Note>

  constructor(options: ShelfOptions<Note>) {
    this.#options = options
  }

  /** What this process read a moment ago. */
  peek(key: string): Held<Note> | undefined {
    return this.#options.moments.get(key)
  }

  /** Asks the store: one answer for every key, in that order. */
  async read(
    keys: readonly string[],
  ): Promise<{ entries: (Entry<Note> | undefined)[]; since: Since }> {
    const { store, prefix } = this.#options
    const generation = this.#options.generation()
    const { values, epoch } = await store.read(keys.map((key) => prefix + key))
    const since = { epoch, generation }
    const entries = keys.map((key, index) => {
      const value = values[index]
      if (!value) return undefined
      const entry = decodeEntry<Note>(value)
      this.#hold(key, entry, since)
      return entry
    })
    return { entries, since }
  }

  /** Keeps what was made from what was read, unless it shows something purged since. */
  async keep(key: string, entry: Entry<Note>, ttlMs: number, since: Since): Promise<void> {
    this.#hold(key, entry, since)
    if (!since.epoch) return
    const { store, prefix } = this.#options
    await store.fill(prefix + key, encodeEntry(entry), ttlMs, entry.tags, since.epoch)
  }

  #hold(key: string, entry: Entry<Note>, since: Since): void {
    this.#options.moments.keep(key, { entry, since }, entry.body.length, since.generation)
  }
}
