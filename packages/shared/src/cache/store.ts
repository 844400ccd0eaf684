/**
 * When something was read, so that what is produced from then on is kept only if nothing it shows
 * was purged in between.
 */
export interface Epoch {
  /** The store's stamp of its last purge. */
  readonly stamp: number
  /** Milliseconds since 1970, of this process. */
  readonly at: number
}

export interface Reading {
  /** One for every key asked for, in that order; null where there is nothing. */
  readonly values: readonly (Buffer | null)[]
  /** null while the store is out of reach: what is produced then is not kept. */
  readonly epoch: Epoch | null
}

/** A fill that took longer than this is not kept, so purges need not be remembered for ever. */
export const FILL_LIMIT_MS = 5 * 60_000

/**
 * Keeps bytes for a while, under keys. It never throws: while it is out of reach, readings find
 * nothing and writes answer false, both at once.
 */
export interface Store {
  /** Readings asked for in one turn of the event loop, by whomever, travel together as one. */
  read(keys: readonly string[]): Promise<Reading>
  get(key: string): Promise<Buffer | null>
  /** @returns whether it is kept. */
  set(key: string, value: Buffer, ttlMs: number): Promise<boolean>
  /** As `set`, unless one of the tags was purged since. */
  fill(
    key: string,
    value: Buffer,
    ttlMs: number,
    tags: readonly string[],
    since: Epoch,
  ): Promise<boolean>
  /** @returns whether it is certainly gone. */
  delete(key: string): Promise<boolean>
  /**
   * Once this resolves, no reading finds what carries one of the tags and was filled, or begun to
   * be produced, before. While the store is out of reach this process keeps the tags in mind, and
   * reads nothing until they are purged; others that still reach it may read old copies until then.
   */
  purge(tags: readonly string[]): Promise<void>
  /** Another process purged these, or null: it is not known what. A shared store has done it. */
  heard(tags: readonly string[] | null): void
  isUp(): boolean
}
