import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fragment } from './fragment-ref.ts'
import type { FragmentAnswer } from './fragment-registry.ts'
import { fakeStack, ok, texts } from './testing/fake-stack.ts'
import { anonymous, type Viewer } from './viewer.ts'

const ada: Viewer = { kind: 'member', personId: 'ada', visitorId: 'v' }
const upcoming = fragment('events/upcoming')
const month = fragment('events/calendar-month', { page: '1' })
const mini = fragment('cart/cart-mini')
const sorry = '<p>What is on is not here just now. Please look again in a minute.</p>'
const SECOND = 1_000
const MINUTE = 60 * SECOND

describe('fragments of a page', () => {
  it('come in order, with one request to each app', async () => {
    const { client, requests } = fakeStack()

    const shown = await client.get([upcoming, mini, month], ada)

    expect(texts(shown)).toEqual([
      'upcoming? v1 for member:ada',
      'cart-mini v1 for member:ada',
      'calendar-month?page=1 v1 for member:ada',
    ])
    expect(requests).toEqual([
      { app: 'events', viewer: 'member:ada', asked: ['upcoming?', 'calendar-month?page=1'] },
      { app: 'cart', viewer: 'member:ada', asked: ['cart-mini'] },
    ])
  })

  it('are asked for once by 50 pages at the same time', async () => {
    const { client, requests } = fakeStack()

    const pages = await Promise.all(Array.from({ length: 50 }, () => client.get([upcoming], ada)))

    expect(new Set(pages.flatMap(texts))).toEqual(new Set(['upcoming v1 for member:ada']))
    expect(requests).toHaveLength(1)
  })

  it('are shared by all viewers, but for those that differ by viewer', async () => {
    const { client, requests } = fakeStack()
    const bob: Viewer = { kind: 'visitor', visitorId: 'bob' }

    await client.get([upcoming, mini], ada)
    const shown = await client.get([upcoming, mini], bob)
    const nobodys = await client.get([upcoming, mini], anonymous)

    expect(texts(shown)).toEqual(['upcoming v1 for member:ada', 'cart-mini v1 for visitor:bob'])
    expect(texts(nobodys)).toEqual(['upcoming v1 for member:ada', 'cart-mini v1 for anonymous'])
    expect(requests).toHaveLength(4)
  })

  it('are made by function call in the process that owns them', async () => {
    const { client, registry, requests } = fakeStack()
    registry.add('post-cards', z.object({ tag: z.string() }), async ({ params }) => ({
      html: `posts about ${params.tag}`,
      tags: [],
    }))

    const shown = await client.get([fragment('blog/post-cards', { tag: 'bread' })], ada)

    expect(texts(shown)).toEqual(['posts about bread'])
    expect(requests).toEqual([])
  })

  it('are answered without waiting while the process holds them', async () => {
    const { client } = fakeStack()
    await client.get([upcoming, mini], ada)

    expect(client.get([mini, upcoming], ada)).not.toBeInstanceOf(Promise)
  })
})

describe('a copy', () => {
  it('is shown without a question while it is fresh', async () => {
    const { client, clock, requests } = fakeStack()
    await client.get([upcoming], ada)
    clock.now += 15 * SECOND - 1

    const shown = await client.get([upcoming], ada)

    expect(texts(shown)).toEqual(['upcoming v1 for member:ada'])
    expect(requests).toHaveLength(1)
  })

  it('that is stale is shown while one request makes it anew', async () => {
    const { client, clock, apps, requests } = fakeStack()
    await client.get([upcoming], ada)
    clock.now += 5 * MINUTE
    const { promise, resolve } = Promise.withResolvers<FragmentAnswer[]>()
    apps.answer = () => promise

    const pages = await Promise.all(Array.from({ length: 50 }, () => client.get([upcoming], ada)))
    resolve([ok('upcoming v2')])

    expect(new Set(pages.flatMap(texts))).toEqual(new Set(['upcoming v1 for member:ada']))
    await expect.poll(async () => texts(await client.get([upcoming], ada))).toEqual(['upcoming v2'])
    expect(requests).toHaveLength(2)
  })

  it('that is old is waited for, and shown all the same when its app fails', async () => {
    const { client, clock, apps } = fakeStack()
    await client.get([upcoming], ada)
    clock.now += 15 * SECOND + 5 * MINUTE

    apps.answer = () => Promise.reject(new Error('down'))
    const failing = await client.get([upcoming], ada)
    const open = await client.get([upcoming], ada)
    clock.now += 10 * MINUTE
    const gone = await client.get([upcoming], ada)

    expect([failing, open].flatMap(texts)).toEqual(Array(2).fill('upcoming v1 for member:ada'))
    expect(texts(gone)).toEqual([`(open) ${sorry}`])
  })

  it('that is old gives way to a new one', async () => {
    const { client, clock, apps } = fakeStack()
    await client.get([upcoming], ada)
    clock.now += 15 * SECOND + 5 * MINUTE
    apps.version = 2

    expect(texts(await client.get([upcoming], ada))).toEqual(['upcoming v2 for member:ada'])
  })

  it('is kept with its assets, in the store as well', async () => {
    const { client, clock, apps, requests } = fakeStack()
    const assets = { css: ['/a.css'], js: ['/a.js'] }
    apps.answer = async () => [{ ...ok('with assets'), assets }]
    await client.get([upcoming], ada)
    clock.now += SECOND

    const [shown] = await client.get([upcoming], ada)

    expect(shown?.note).toEqual(assets)
    expect(requests).toHaveLength(1)
  })
})

describe('a purge', () => {
  it('drops the copy', async () => {
    const { client, cache, apps } = fakeStack()
    apps.answer = async () => [ok(`v${apps.version}`, ['x'])]
    await client.get([upcoming], ada)
    apps.version = 2

    await cache.purge(['x'])

    expect(texts(await client.get([upcoming], ada))).toEqual(['v2'])
  })

  it('keeps what was begun before it from being kept or joined', async () => {
    const { client, cache, clock, apps, requests } = fakeStack()
    const { promise, resolve } = Promise.withResolvers<FragmentAnswer[]>()
    apps.answer = () => promise
    const before = client.get([upcoming], ada)
    await expect.poll(() => requests.length).toBe(1)

    await cache.purge(['x'])
    apps.answer = async () => [ok('new', ['x'])]
    const after = await client.get([upcoming], ada)
    resolve([ok('old', ['x'])])
    const old = await before
    clock.now += SECOND
    const later = await client.get([upcoming], ada)

    expect([old, after, later].flatMap(texts)).toEqual(['old', 'new', 'new'])
  })
})
