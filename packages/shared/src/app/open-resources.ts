import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import {
  Cache,
  connectRedis,
  memoryStore,
  postgresBus,
  redisBus,
  redisStore,
  type Store,
} from '../cache/index.ts'
import type { Config } from '../config/index.ts'
import { type Database, openDatabase } from '../db/index.ts'

/** What an app keeps open while it runs. */
export interface Resources {
  database: Database
  cache: Cache
  /** What must outlive a purge: sessions, and what was seen once. */
  store: Store
  /** The connection that all share, for what counts across processes. */
  redis: Redis | undefined
  /** Whether the cache is shared and answers. */
  cacheAnswers(): Promise<boolean>
  close(): Promise<void>
}

const memoryBytes = 32 * 1024 * 1024

/** Opens the pool and the cache: Redis when there is one, else this process's memory. */
export async function openResources(config: Config, log: Logger): Promise<Resources> {
  const database = openDatabase({
    url: config.databaseUrl,
    size: config.databasePool,
    onError: (error) => log.warn({ err: error }, 'a database connection broke'),
  })
  const shared = config.redisUrl
    ? await openRedis(config.redisUrl, log)
    : openMemory(config.databaseUrl, log)
  return {
    database,
    ...shared,
    async close() {
      await shared.close()
      await database.close()
    },
  }
}

type Shared = Omit<Resources, 'database'>

async function openRedis(url: string, log: Logger): Promise<Shared> {
  const redis = await connectRedis(url)
  const bus = redisBus(redis, 'purges')
  return {
    redis,
    cache: new Cache({ store: redisStore(redis, { prefix: 'cache:', log }), bus }),
    store: redisStore(redis, { prefix: '', log }),
    cacheAnswers: async () => redis.status === 'ready',
    async close() {
      await bus.close()
      redis.disconnect()
    },
  }
}

function openMemory(url: string, log: Logger): Shared {
  const bus = postgresBus({ url, channel: 'purges', log })
  return {
    redis: undefined,
    cache: new Cache({ store: memoryStore({ maxBytes: memoryBytes }), bus }),
    store: memoryStore({ maxBytes: memoryBytes }),
    cacheAnswers: async () => true,
    close: () => bus.close(),
  }
}
