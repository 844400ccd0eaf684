import { setTimeout as wait } from 'node:timers/promises'
import { connectRedis } from '@rose-ash/shared/cache'

/** Longer than what a process keeps in its own memory. */
const MOMENT_MS = 1_300

/** Takes what is cached under these keys from Redis, and from the memory of all processes. */
export async function forget(redisUrl: string, pattern: string): Promise<void> {
  const redis = await connectRedis(redisUrl)
  const keys = await redis.keys(`cache:${pattern}`)
  if (keys.length > 0) await redis.del(keys)
  redis.disconnect()
  await wait(MOMENT_MS)
}
