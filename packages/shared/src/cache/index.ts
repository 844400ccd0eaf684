/**
 * What several processes keep together, and what each holds for a moment.
 *
 * ```ts
 * const redis = await connectRedis(url)
 * const cache = new Cache({
 *   store: redisStore(redis, { prefix: 'cache:', log }),
 *   bus: redisBus(redis, 'purges'),
 * })
 * await cache.purge(['post:1'])
 * ```
 *
 * Without Redis, `memoryStore` and `postgresBus` take the places. A store can also keep sessions:
 * readings asked for in one turn of the event loop travel as one MGET, whoever asks.
 */
export type { Bus, BusListener } from './bus.ts'
export { Cache, type CacheOptions } from './cache.ts'
export { connectRedis } from './connect-redis.ts'
export { type Draft, type Entry, shortHash, toEntry } from './entry.ts'
export { Flights } from './flights.ts'
export type { Log } from './log.ts'
export { memoryStore } from './memory-store.ts'
export { Moments } from './moments.ts'
export { postgresBus } from './postgres-bus.ts'
export { redisBus } from './redis-bus.ts'
export { redisStore } from './redis-store.ts'
export { type Held, Shelf, type Since } from './shelf.ts'
export type { Epoch, Reading, Store } from './store.ts'
