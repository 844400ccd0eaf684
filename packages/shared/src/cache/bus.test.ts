import type { Redis } from 'ioredis'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import type { Bus } from './bus.ts'
import { connectRedis } from './connect-redis.ts'
import { postgresBus } from './postgres-bus.ts'
import { redisBus } from './redis-bus.ts'
import { hasRedis, type PrivateRedis, startRedis, withRedis } from './testing/private-redis.ts'
import { quietLog } from './testing/quiet-log.ts'

interface Means {
  open(channel: string): Bus
  /** Breaks every connection there is. */
  breakConnections(): Promise<void>
}

describe('over PostgreSQL', () => {
  const name = 'bus-test'
  const url = `${inject('postgresUrl')}?application_name=${name}`

  behavesAsABus({
    open: (channel) => postgresBus({ url, channel, log: quietLog() }),
    async breakConnections() {
      const client = new Client({ connectionString: inject('postgresUrl') })
      await client.connect()
      const mine =
        'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1'
      await client.query(mine, [name])
      await client.end()
    },
  })
})

describe.skipIf(!hasRedis)(`over ${withRedis}`, () => {
  let server: PrivateRedis
  let redis: Redis

  beforeEach(async () => {
    server = await startRedis()
    redis = await connectRedis(server.url)
  })

  afterEach(async () => {
    redis.disconnect()
    await server.kill()
  })

  behavesAsABus({
    open: (channel) => redisBus(redis, channel),
    async breakConnections() {
      await server.kill()
      await server.restart()
    },
  })
})

/** What every bus promises. */
function behavesAsABus(means: Means): void {
  let opened: Bus[] = []

  afterEach(async () => {
    await Promise.all(opened.map((bus) => bus.close()))
    opened = []
  })

  function listenTo(channel: string): { bus: Bus; heard: string[] } {
    const bus = means.open(channel)
    const heard: string[] = []
    bus.subscribe({ message: (text) => heard.push(text), gap: () => heard.push('(gap)') })
    opened.push(bus)
    return { bus, heard }
  }

  it('brings a message to every listener of the channel, its sender too, and to no other', async () => {
    const [one, two, other] = [listenTo('purges'), listenTo('purges'), listenTo('other')]
    await expect.poll(() => [one, two, other].map(({ heard }) => heard.length)).toEqual([1, 1, 1])
    const text = `{"é":"${'x'.repeat(6_900)}"}`

    await one.bus.publish(text)
    await other.bus.publish('done')

    await expect.poll(() => other.heard).toEqual(['(gap)', 'done'])
    await expect.poll(() => one.heard).toEqual(['(gap)', text])
    await expect.poll(() => two.heard).toEqual(['(gap)', text])
  })

  it('tells of the gap after a broken connection, and goes on', async () => {
    const { bus, heard } = listenTo('purges')
    await expect.poll(() => heard).toEqual(['(gap)'])

    await means.breakConnections()

    await expect.poll(() => heard, { timeout: 60_000 }).toEqual(['(gap)', '(gap)'])
    await expect
      .poll(() =>
        bus.publish('again').then(
          () => true,
          () => false,
        ),
      )
      .toBe(true)
    await expect.poll(() => heard).toEqual(['(gap)', '(gap)', 'again'])
  })
}
