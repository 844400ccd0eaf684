import { once } from 'node:events'
import { Redis } from 'ioredis'

/**
 * Connects to Redis, or goes on trying in the background.
 *
 * Nothing waits for it: without a connection a command fails at once, and with one after half a
 * second. A connection that stays silent for two seconds is given up for a new one.
 */
export async function connectRedis(url: string): Promise<Redis> {
  const redis = new Redis(url, {
    // What is asked in one turn goes out as one write, which costs more than the commands in it.
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    commandTimeout: 500,
    socketTimeout: 2_000,
    connectTimeout: 1_000,
    retryStrategy: (attempt) => Math.min(100 * attempt, 1_000),
  })
  // Failed commands tell of an outage; an unheard error event would end the process.
  redis.on('error', () => undefined)
  await once(redis, 'ready').catch(() => undefined)
  return redis
}
