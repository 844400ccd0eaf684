import type { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectRedis } from './connect-redis.ts'
import { memoryStore } from './memory-store.ts'
import { redisStore } from './redis-store.ts'
import type { Store } from './store.ts'
import { hasRedis, type PrivateRedis, startRedis, withRedis } from './testing/private-redis.ts'
import { quietLog } from './testing/quiet-log.ts'

describe('in memory', () => {
  behavesAsAStore(() => memoryStore({ maxBytes: 1_000_000 }))

  it('drops what was used least when it is full', async () => {
    const store = memoryStore({ maxBytes: 3_000 })

    await store.set('a', Buffer.alloc(1_000), 60_000)
    await store.set('b', Buffer.alloc(1_000), 60_000)
    await store.get('a')
    await store.set('c', Buffer.alloc(1_000), 60_000)

    const { values } = await store.read(['a', 'b', 'c'])
    expect(values.map((value) => value?.length ?? null)).toEqual([1_000, null, 1_000])
  })

  it('forgets everything when it is not known what another process purged', async () => {
    const store = memoryStore({ maxBytes: 1_000_000 })
    const { epoch } = await store.read(['a'])
    await fill(store, 'a', ['x'])

    store.heard(null)

    expect(await store.get('a')).toBeNull()
    expect(await store.fill('a', Buffer.from('old'), 60_000, ['x'], epochOf(epoch))).toBe(false)
    expect(await fill(store, 'a', ['x'])).toBe(true)
  })

  it('refuses what was begun before, after more purges than it remembers', async () => {
    const store = memoryStore({ maxBytes: 1_000_000 })
    const { epoch } = await store.read([])
    const many = Array.from({ length: 10_001 }, (_, index) => `t${index}`)

    await store.purge(many)
    await store.purge(['x'])

    expect(await store.fill('a', Buffer.from('old'), 60_000, ['y'], epochOf(epoch))).toBe(false)
    expect(await fill(store, 'a', ['x'])).toBe(true)
  })
})

describe.skipIf(!hasRedis)(`in ${withRedis}`, () => {
  let server: PrivateRedis
  let redis: Redis
  let stores = 0

  beforeAll(async () => {
    server = await startRedis()
    redis = await connectRedis(server.url)
    redis.setMaxListeners(100)
  })

  afterAll(async () => {
    redis.disconnect()
    await server.kill()
  })

  behavesAsAStore(() => {
    stores += 1
    return redisStore(redis, { prefix: `${stores}:`, log: quietLog() })
  })

  it('is one for all processes: a purge in one refuses the fill of another', async () => {
    const one = redisStore(redis, { prefix: 'all:', log: quietLog() })
    const other = redisStore(redis, { prefix: 'all:', log: quietLog() })
    const { epoch } = await other.read(['a'])

    await one.purge(['x'])

    expect(await other.fill('a', Buffer.from('old'), 60_000, ['x'], epochOf(epoch))).toBe(false)
    expect(await one.get('a')).toBeNull()
  })

  it('reads all that is asked for in one turn with one MGET', async () => {
    const store = redisStore(redis, { prefix: 'turn:', log: quietLog() })
    await store.set('b', Buffer.from('2'), 60_000)
    const before = await mgets(redis)

    const [a, b, c] = await Promise.all([store.read(['a', 'b']), store.get('b'), store.get('c')])

    expect(a.values).toEqual([null, Buffer.from('2')])
    expect(b).toEqual(Buffer.from('2'))
    expect(c).toBeNull()
    expect((await mgets(redis)) - before).toBe(1)
  })

  it('keeps no list of keys that have expired', async () => {
    const store = redisStore(redis, { prefix: 'list:', log: quietLog() })
    const { epoch } = await store.read([])
    await store.fill('old', Buffer.from('1'), 1, ['x'], epochOf(epoch))
    await expect.poll(() => store.get('old')).toBeNull()

    await store.fill('new', Buffer.from('2'), 60_000, ['x'], epochOf(epoch))

    expect(await redis.zrange('list:tag:x', 0, -1)).toEqual(['list:new'])
    expect(await redis.pttl('list:tag:x')).toBeGreaterThan(50_000)
  })

  it('refuses what was begun before Redis lost its memory', async () => {
    const store = redisStore(redis, { prefix: 'lost:', log: quietLog() })
    await store.purge(['x'])
    const { epoch } = await store.read([])

    await redis.del('lost:clock', 'lost:mark:x')

    expect(await store.fill('a', Buffer.from('old'), 60_000, ['x'], epochOf(epoch))).toBe(false)
  })
})

/** What every store promises. */
function behavesAsAStore(open: () => Store): void {
  it('answers what it keeps, byte for byte, and null for the rest', async () => {
    const store = open()
    const bytes = Buffer.from([0, 255, 10, 13, 128, 200])

    expect(await store.set('a', bytes, 60_000)).toBe(true)

    const { values } = await store.read(['none', 'a', 'a'])
    expect(values).toEqual([null, bytes, bytes])
    expect(await store.get('a')).toEqual(bytes)
    expect(await store.get('none')).toBeNull()
  })

  it('forgets after the time it was told', async () => {
    const store = open()

    await store.set('a', Buffer.from('1'), 20)

    await expect.poll(() => store.get('a')).toBeNull()
  })

  it('deletes', async () => {
    const store = open()
    await store.set('a', Buffer.from('1'), 60_000)

    expect(await store.delete('a')).toBe(true)

    expect(await store.get('a')).toBeNull()
  })

  it('purges what carries one of the tags, and nothing else', async () => {
    const store = open()
    await fill(store, 'a', ['x', 'y'])
    await fill(store, 'b', ['y'])
    await fill(store, 'c', ['z'])
    await fill(store, 'd', [])

    await store.purge(['x', 'y'])

    const { values } = await store.read(['a', 'b', 'c', 'd'])
    expect(values).toEqual([null, null, Buffer.from('c'), Buffer.from('d')])
  })

  it('purges by the tags of the last fill', async () => {
    const store = open()
    await fill(store, 'a', ['x'])
    await fill(store, 'a', ['y'])

    await store.purge(['y'])

    expect(await store.get('a')).toBeNull()
  })

  it('refuses a fill that was begun before one of its tags was purged', async () => {
    const store = open()
    const { epoch } = await store.read(['a'])

    await store.purge(['x'])

    expect(await store.fill('a', Buffer.from('old'), 60_000, ['w', 'x'], epochOf(epoch))).toBe(
      false,
    )
    expect(await store.get('a')).toBeNull()
  })

  it('keeps a fill that was begun before other tags were purged, or after its own were', async () => {
    const store = open()
    const { epoch } = await store.read(['a'])

    await store.purge(['y'])

    expect(await store.fill('a', Buffer.from('1'), 60_000, ['x'], epochOf(epoch))).toBe(true)
    expect(await fill(store, 'b', ['y'])).toBe(true)
  })

  it('tells two purges apart that happen in the same millisecond', async () => {
    const store = open()
    await Promise.all([store.purge(['x']), store.purge(['x']), store.purge(['x'])])
    const { epoch } = await store.read([])

    await store.purge(['x'])

    expect(await store.fill('a', Buffer.from('old'), 60_000, ['x'], epochOf(epoch))).toBe(false)
  })

  it('refuses a fill that took more than five minutes', async () => {
    const store = open()
    const { epoch } = await store.read([])
    const long = { ...epochOf(epoch), at: Date.now() - 5 * 60_000 - 1 }

    expect(await store.fill('a', Buffer.from('old'), 60_000, ['x'], long)).toBe(false)
  })
}

async function fill(store: Store, key: string, tags: string[]): Promise<boolean> {
  const { epoch } = await store.read([])
  return store.fill(key, Buffer.from(key), 60_000, tags, epochOf(epoch))
}

function epochOf<T>(epoch: T | null): T {
  if (!epoch) throw new Error('the store is out of reach')
  return epoch
}

async function mgets(redis: Redis): Promise<number> {
  const stats = await redis.info('commandstats')
  return Number(/cmdstat_mget:calls=(\d+)/.exec(stats)?.[1] ?? 0)
}
