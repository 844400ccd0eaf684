import { LRUCache } from 'lru-cache'
import { type Epoch, FILL_LIMIT_MS, type Reading, type Store } from './store.ts'

export interface MemoryStoreOptions {
  /** What is used least goes first when keys and values take more than this. */
  maxBytes: number
  now?: () => number
}

/** The store of a stack without Redis: this process alone reads it. */
export function memoryStore(options: MemoryStoreOptions): Store {
  return new MemoryStore(options)
}

interface Kept {
  value: Buffer
  tags: readonly string[]
  expiresAt: number
}

/** Purges are remembered one by one up to here; then fills begun before the last are refused. */
const MAX_PURGED = 10_000

class MemoryStore implements Store {
  readonly #now: () => number
  readonly #kept: LRUCache<string, Kept>
  readonly #keysOf = new Map<string, Set<string>>()
  readonly #purged = new Map<string, number>()
  #stamp = 0
  #floor = 0

  constructor({ maxBytes, now = Date.now }: MemoryStoreOptions) {
    this.#now = now
    this.#kept = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ value }, key) => value.length + 2 * key.length + 200,
      dispose: ({ tags }, key) => this.#untag(key, tags),
    })
  }

  async read(keys: readonly string[]): Promise<Reading> {
    const epoch = { stamp: this.#stamp, at: this.#now() }
    return { values: keys.map((key) => this.#find(key)), epoch }
  }

  async get(key: string): Promise<Buffer | null> {
    return this.#find(key)
  }

  async set(key: string, value: Buffer, ttlMs: number): Promise<boolean> {
    return this.#keep(key, value, ttlMs, [])
  }

  async fill(
    key: string,
    value: Buffer,
    ttlMs: number,
    tags: readonly string[],
    since: Epoch,
  ): Promise<boolean> {
    return this.#isCurrent(tags, since) && this.#keep(key, value, ttlMs, tags)
  }

  async delete(key: string): Promise<boolean> {
    this.#kept.delete(key)
    return true
  }

  async purge(tags: readonly string[]): Promise<void> {
    this.heard(tags)
  }

  heard(tags: readonly string[] | null): void {
    this.#stamp += 1
    if (!tags) this.#kept.clear()
    if (!tags || this.#purged.size + tags.length > MAX_PURGED) {
      this.#floor = this.#stamp
      this.#purged.clear()
    }
    for (const tag of tags ?? []) {
      this.#purged.set(tag, this.#stamp)
      for (const key of this.#keysOf.get(tag) ?? []) this.#kept.delete(key)
    }
  }

  isUp(): boolean {
    return true
  }

  #find(key: string): Buffer | null {
    const found = this.#kept.get(key)
    if (found && found.expiresAt > this.#now()) return found.value
    if (found) this.#kept.delete(key)
    return null
  }

  #keep(key: string, value: Buffer, ttlMs: number, tags: readonly string[]): boolean {
    this.#kept.set(key, { value, tags, expiresAt: this.#now() + ttlMs })
    if (!this.#kept.has(key)) return false
    for (const tag of tags) {
      const keys = this.#keysOf.get(tag)
      if (keys) keys.add(key)
      else this.#keysOf.set(tag, new Set([key]))
    }
    return true
  }

  #isCurrent(tags: readonly string[], since: Epoch): boolean {
    if (since.stamp < this.#floor || this.#now() - since.at > FILL_LIMIT_MS) return false
    return tags.every((tag) => (this.#purged.get(tag) ?? 0) <= since.stamp)
  }

  #untag(key: string, tags: readonly string[]): void {
    for (const tag of tags) {
      const keys = this.#keysOf.get(tag)
      keys?.delete(key)
      if (keys?.size === 0) this.#keysOf.delete(tag)
    }
  }
}
