import type { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectRedis } from './connect-redis.ts'
import { redisStore } from './redis-store.ts'
import type { Store } from './store.ts'
import { hasRedis, type PrivateRedis, startRedis, withRedis } from './testing/private-redis.ts'
import { type QuietLog, quietLog } from './testing/quiet-log.ts'

describe.skipIf(!hasRedis)(`an outage of ${withRedis}`, () => {
  let server: PrivateRedis
  let redis: Redis
  let log: QuietLog
  let store: Store

  beforeEach(async () => {
    server = await startRedis()
    redis = await connectRedis(server.url)
    log = quietLog()
    store = redisStore(redis, { prefix: 'o:', log })
  })

  afterEach(async () => {
    redis.disconnect()
    server.thaw()
    await server.kill()
  })

  it('counts as a miss at once, is logged once, and ends by itself', async () => {
    await store.set('a', Buffer.from('1'), 60_000)
    await server.kill()
    await expect.poll(() => store.isUp()).toBe(false)

    // If each of them waited for Redis, they would outlast the test.
    for (let i = 0; i < 1_000; i += 1) expect((await store.read(['a'])).epoch).toBeNull()
    expect(await store.get('a')).toBeNull()
    expect(await store.set('a', Buffer.from('1'), 60_000)).toBe(false)
    expect(await store.delete('a')).toBe(false)
    await server.restart()
    await expect.poll(() => store.isUp(), { timeout: 60_000 }).toBe(true)

    expect(await store.set('a', Buffer.from('2'), 60_000)).toBe(true)
    expect(await store.get('a')).toEqual(Buffer.from('2'))
    expect(log.messages).toEqual([
      'Redis is out of reach; going on without it',
      'Redis answers again',
    ])
  })

  it('delays one reading when Redis hangs, and no other', async () => {
    await store.set('a', Buffer.from('1'), 60_000)
    server.freeze()

    expect(await store.get('a')).toBeNull()
    for (let i = 0; i < 1_000; i += 1) expect(await store.get('a')).toBeNull()
    server.thaw()
    await expect.poll(() => store.isUp(), { timeout: 60_000 }).toBe(true)

    expect(await store.get('a')).toEqual(Buffer.from('1'))
  })

  it('lets nobody read what was purged during it', async () => {
    const { epoch } = await store.read([])
    if (epoch) await store.fill('a', Buffer.from('old'), 60_000, ['x'], epoch)
    server.freeze()
    await store.get('a')

    await store.purge(['x'])
    server.thaw()
    await expect.poll(() => store.isUp(), { timeout: 60_000 }).toBe(true)

    expect(await store.get('a')).toBeNull()
  })

  it('that stands at the start does not keep the process from starting', async () => {
    await server.kill()

    const late = await connectRedis(server.url)
    const lateStore = redisStore(late, { prefix: 'o:', log })
    expect(lateStore.isUp()).toBe(false)
    await server.restart()
    await expect.poll(() => lateStore.isUp(), { timeout: 60_000 }).toBe(true)

    expect(await lateStore.set('a', Buffer.from('1'), 60_000)).toBe(true)
    late.disconnect()
  })
})
