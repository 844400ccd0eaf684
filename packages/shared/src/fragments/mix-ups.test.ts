import type { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connectRedis, memoryStore, redisStore, type Store } from '../cache/index.ts'
import {
  hasRedis,
  type PrivateRedis,
  startRedis,
  withRedis,
} from '../cache/testing/private-redis.ts'
import { quietLog } from '../cache/testing/quiet-log.ts'
import { realStack } from './testing/real-stack.ts'

const viewers = [
  ...Array.from({ length: 120 }, (_, index) => `m${index}`),
  ...Array.from({ length: 80 }, (_, index) => `v${index}`),
]
let stack: Awaited<ReturnType<typeof realStack>>

afterEach(() => stack.close())

describe('200 viewers at once, with a store in memory,', () => {
  eachSeesTheirOwn(async () => memoryStore({ maxBytes: 10_000_000 }))
})

describe.skipIf(!hasRedis)(`200 viewers at once, with ${withRedis},`, () => {
  let server: PrivateRedis
  let redis: Redis

  beforeAll(async () => {
    server = await startRedis()
    redis = await connectRedis(server.url)
  })

  afterAll(async () => {
    redis.disconnect()
    await server.kill()
  })

  eachSeesTheirOwn(async () => {
    await redis.flushall()
    return redisStore(redis, { prefix: 'm:', log: quietLog() })
  })

  it('each see their own page while Redis dies and comes back', async () => {
    const store = redisStore(redis, { prefix: 'm:', log: quietLog() })
    stack = await realStack(store)
    const seen = [await everybody('/cached')]

    await server.kill()
    seen.push(await everybody('/cached'), await everybody('/own'))
    await server.restart()
    await expect.poll(() => store.isUp(), { timeout: 60_000 }).toBe(true)
    seen.push(await everybody('/cached'), await everybody('/own'))

    for (const pages of seen) expect(pages).toEqual(expected)
    const keptAgain = async () => {
      await everybody('/cached')
      return (await redis.keys('m:fragment:*')).length
    }
    await expect.poll(keptAgain, { timeout: 60_000 }).toBeGreaterThan(0)
  })
})

/** What every store makes of a crowd. */
function eachSeesTheirOwn(open: () => Promise<Store>): void {
  it.each(['/cached', '/own'])(
    'each see their own page at %s: cold, warm and after a purge',
    async (path) => {
      stack = await realStack(await open())

      const cold = await everybody(path)
      const warm = await everybody(path)
      await new Promise((resolve) => setTimeout(resolve, 1_050))
      const fromStore = await everybody(path)
      const [purged] = await Promise.all([
        everybody(path),
        stack.cache.purge(['page', 'cart-mini:m1']),
      ])

      expect(cold).toEqual(expected)
      expect(warm).toEqual(expected)
      expect(fromStore).toEqual(expected)
      expect(purged).toEqual(expected)
    },
  )
}

/** Everybody twice, and each time nobody in particular. */
async function everybody(path: string): Promise<Record<string, string[]>> {
  const asking = [...viewers, ...viewers].map(async (viewer) => {
    const [own, nobodys] = await Promise.all([stack.get(path, viewer), stack.get(path)])
    return { viewer, pages: `${own} ${nobodys}` }
  })
  const seen = Map.groupBy(await Promise.all(asking), ({ viewer }) => viewer)
  return Object.fromEntries(
    [...seen].map(([viewer, all]) => [viewer, [...new Set(all.map(({ pages }) => pages))]]),
  )
}

const nobodys = '[cart-mini of nobody][account-menu of nobody]'
const expected = Object.fromEntries(
  viewers.map((viewer) => {
    const menu = viewer.startsWith('v') ? 'nobody' : viewer
    return [viewer, [`[cart-mini of ${viewer}][account-menu of ${menu}] ${nobodys}`]]
  }),
)
