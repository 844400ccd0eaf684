import type { Redis } from 'ioredis'
import type { Log } from './log.ts'
import { fillScript, purgeScript } from './redis-scripts.ts'
import { type Epoch, FILL_LIMIT_MS, type Reading, type Store } from './store.ts'
import { RedisWatch } from './redis-watch.ts'

export interface RedisStoreOptions {
  /** Before every key, so that several stores can share one Redis. */
  prefix: string
  log: Log
}

/**
 * The store that several processes share.
 *
 * Tags are checked when something is filled, not when it is read: a fill carries the stamp that
 * came with the reading before it and is refused when one of its tags was purged since; a purge
 * deletes what carries the tag. So a page costs one MGET and nothing more, however many tags there
 * are. The price is that Redis must not evict the lists of keys (`tag:`) before the entries in
 * them: they always expire later, so `maxmemory-policy volatile-ttl` keeps that order.
 *
 * @param redis from `connectRedis`, so that a command fails fast.
 */
export function redisStore(redis: Redis, options: RedisStoreOptions): Store {
  return new RedisStore(redis, options)
}

interface Waiting {
  keys: readonly string[]
  resolve: (reading: Reading) => void
}

class RedisStore implements Store {
  readonly #redis: Redis
  readonly #prefix: string
  readonly #watch: RedisWatch
  readonly #owed = new Set<string>()
  #waiting: Waiting[] = []

  constructor(redis: Redis, { prefix, log }: RedisStoreOptions) {
    this.#redis = redis
    this.#prefix = prefix
    this.#watch = new RedisWatch(redis, {
      log,
      catchUp: () => (this.#owed.size > 0 ? this.#payOwed() : undefined),
    })
  }

  read(keys: readonly string[]): Promise<Reading> {
    return new Promise((resolve) => {
      this.#waiting.push({ keys, resolve })
      if (this.#waiting.length === 1) setImmediate(() => void this.#readWaiting())
    })
  }

  async get(key: string): Promise<Buffer | null> {
    return (await this.read([key])).values[0] ?? null
  }

  async set(key: string, value: Buffer, ttlMs: number): Promise<boolean> {
    const set = () => this.#redis.set(this.#prefix + key, value, 'PX', ttlMs)
    return (await this.#watch.attempt(set)) === 'OK'
  }

  async fill(
    key: string,
    value: Buffer,
    ttlMs: number,
    tags: readonly string[],
    since: Epoch,
  ): Promise<boolean> {
    if (Date.now() - since.at > FILL_LIMIT_MS) return false
    const keys = [`${this.#prefix}clock`, this.#prefix + key, ...this.#tagKeys(tags)]
    const fill = () => this.#redis.eval(fillScript, keys.length, ...keys, value, ttlMs, since.stamp)
    return (await this.#watch.attempt(fill)) === 1
  }

  async delete(key: string): Promise<boolean> {
    const deleted = await this.#watch.attempt(() => this.#redis.del(this.#prefix + key))
    return deleted !== undefined
  }

  async purge(tags: readonly string[]): Promise<void> {
    if (!this.#watch.isUp()) return this.#owe(tags)
    try {
      await this.#purgeNow(tags)
    } catch (error) {
      this.#owe(tags)
      this.#watch.failed(error)
    }
  }

  heard(): void {
    // Whoever purged did it in the Redis that is read here.
  }

  isUp(): boolean {
    return this.#watch.isUp()
  }

  /** Sends what was asked for in this turn as one MGET, together with the stamp. */
  async #readWaiting(): Promise<void> {
    const asking = this.#waiting
    this.#waiting = []
    const keys = asking.flatMap(({ keys }) => keys.map((key) => this.#prefix + key))
    const at = Date.now()
    const values = await this.#watch.attempt(() =>
      this.#redis.mgetBuffer(`${this.#prefix}clock`, ...keys),
    )
    const epoch = values ? { stamp: Number(values[0] ?? 0), at } : null
    let next = 1
    for (const { keys, resolve } of asking) {
      const found = values?.slice(next, next + keys.length) ?? keys.map(() => null)
      next += keys.length
      resolve({ values: found, epoch })
    }
  }

  #tagKeys(tags: readonly string[]): string[] {
    return tags.flatMap((tag) => [`${this.#prefix}mark:${tag}`, `${this.#prefix}tag:${tag}`])
  }

  async #purgeNow(tags: readonly string[]): Promise<void> {
    const keys = [`${this.#prefix}clock`, ...this.#tagKeys(tags)]
    await this.#redis.eval(purgeScript, keys.length, ...keys, 2 * FILL_LIMIT_MS)
  }

  #owe(tags: readonly string[]): void {
    for (const tag of tags) this.#owed.add(tag)
  }

  async #payOwed(): Promise<void> {
    const tags = [...this.#owed]
    this.#owed.clear()
    try {
      await this.#purgeNow(tags)
    } catch (error) {
      this.#owe(tags)
      throw error
    }
  }
}
