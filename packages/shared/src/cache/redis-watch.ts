import type { Redis } from 'ioredis'
import type { Log } from './log.ts'

export interface RedisWatchOptions {
  log: Log
  /** What is still to be done before Redis may be used again; undefined when nothing is. */
  catchUp: () => Promise<void> | undefined
}

const PROBE_EVERY_MS = 500

/**
 * Keeps a dead or hanging Redis from delaying anybody: after one failed command it is left alone
 * until a probe in the background was answered. An outage is logged once, and so is its end.
 */
export class RedisWatch {
  readonly #redis: Redis
  readonly #options: RedisWatchOptions
  #up = true

  constructor(redis: Redis, options: RedisWatchOptions) {
    this.#redis = redis
    this.#options = options
    redis.on('reconnecting', () => this.failed(new Error('the connection was lost')))
    if (redis.status !== 'ready') this.failed(new Error('there is no connection'))
  }

  isUp(): boolean {
    return this.#up
  }

  /** @returns undefined when the command failed, and at once while Redis is out of reach. */
  async attempt<T>(command: () => Promise<T>): Promise<T | undefined> {
    if (!this.#up) return undefined
    try {
      return await command()
    } catch (error) {
      this.failed(error)
      return undefined
    }
  }

  /** Somebody's command failed: Redis is left alone until it answers again. */
  failed(error: unknown): void {
    if (!this.#up) return
    this.#up = false
    this.#options.log.warn({ err: error }, 'Redis is out of reach; going on without it')
    this.#probeSoon()
  }

  #probeSoon(): void {
    setTimeout(() => void this.#probe(), PROBE_EVERY_MS).unref()
  }

  async #probe(): Promise<void> {
    if (this.#redis.status === 'end') return
    const { catchUp, log } = this.#options
    try {
      await this.#redis.ping()
      for (let work = catchUp(); work; work = catchUp()) await work
    } catch {
      this.#probeSoon()
      return
    }
    this.#up = true
    log.info('Redis answers again')
  }
}
