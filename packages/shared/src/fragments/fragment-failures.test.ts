import { describe, expect, it } from 'vitest'
import { TimedOut } from '../http/index.ts'
import { fragment } from './fragment-ref.ts'
import type { FragmentAnswer } from './fragment-registry.ts'
import { failed, fakeStack, ok, texts } from './testing/fake-stack.ts'
import type { Viewer } from './viewer.ts'

const ada: Viewer = { kind: 'member', personId: 'ada' }
const upcoming = fragment('events/upcoming')
const month = fragment('events/calendar-month', { page: '1' })
const mini = fragment('cart/cart-mini')
const sorry = '<p>What is on is not here just now. Please look again in a minute.</p>'
const SECOND = 1_000

describe('an app that fails', () => {
  it.each([
    ['does not answer in time', new TimedOut(500), 'timeout'],
    ['cannot be reached', new Error('ECONNREFUSED'), 'error'],
  ])('because it %s is left alone for a second', async (_what, error, reason) => {
    const { client, clock, apps, requests } = fakeStack()
    apps.answer = () => Promise.reject(error)

    const first = await client.get([upcoming], ada)
    clock.now += 300
    const next = await client.get([month], ada)
    clock.now += 699
    const again = await client.get([upcoming], ada)

    expect(texts(first)).toEqual([`(${reason}) ${sorry}`])
    expect(texts(again)).toEqual([`(open) ${sorry}`])
    expect(next[0]?.fallback).toEqual({ type: 'events/calendar-month', reason: 'open' })
    expect(requests).toHaveLength(1)
  })

  it('is tried after a second by one request that nobody waits for', async () => {
    const { client, clock, apps, requests } = fakeStack()
    apps.answer = () => Promise.reject(new TimedOut(500))
    await client.get([upcoming], ada)
    clock.now += SECOND
    const { promise, resolve } = Promise.withResolvers<FragmentAnswer[]>()
    apps.answer = () => promise

    const pages = await Promise.all(Array.from({ length: 50 }, () => client.get([upcoming], ada)))
    const asked = requests.length
    resolve([ok('back')])

    expect(new Set(pages.flatMap(texts))).toEqual(new Set([`(open) ${sorry}`]))
    expect(asked).toBe(2)
    await expect.poll(async () => texts(await client.get([upcoming], ada))).toEqual(['back'])
  })

  it('is tried only once a second while it goes on failing', async () => {
    const { client, clock, apps, requests } = fakeStack()
    apps.answer = () => Promise.reject(new TimedOut(500))
    await client.get([upcoming], ada)

    for (let i = 0; i < 20; i += 1) {
      clock.now += 250
      await client.get([upcoming], ada)
    }

    expect(requests).toHaveLength(1 + 5)
  })

  it('costs others nothing', async () => {
    const { client, apps } = fakeStack()
    const { answer } = apps
    apps.answer = (request) =>
      request.app === 'cart' ? Promise.reject(new Error()) : answer(request)

    const shown = await client.get([mini, upcoming], ada)

    expect(texts(shown)).toEqual([
      '(error) <a class="bar-button" href="https://cart.test/">Basket</a>',
      'upcoming v1 for member:ada',
    ])
  })
})

describe('one fragment of a request that fails', () => {
  it.each([
    [500, 'error'],
    [504, 'timeout'],
    [404, 'error'],
  ] as const)(
    'with %i leaves the others alone, and is not asked for again at once',
    async (status, reason) => {
      const { client, clock, apps, requests } = fakeStack()
      apps.answer = async ({ asked }) =>
        asked.map((one) => (one === 'upcoming?' ? failed(status) : ok(one)))

      const shown = await client.get([upcoming, month], ada)
      clock.now += 900
      const again = await client.get([upcoming, month, fragment('events/container-cards')], ada)

      expect(texts(shown)).toEqual([`(${reason}) ${sorry}`, 'calendar-month?page=1'])
      expect(texts(again)).toEqual([`(open) ${sorry}`, 'calendar-month?page=1', 'container-cards'])
      expect(requests.map(({ asked }) => asked)).toEqual([
        ['upcoming?', 'calendar-month?page=1'],
        ['container-cards'],
      ])
    },
  )
})
