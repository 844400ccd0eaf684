import { describe, expect, it } from 'vitest'
import { Cache } from './cache.ts'
import { type Entry, toEntry } from './entry.ts'
import { memoryStore } from './memory-store.ts'
import type { Shelf } from './shelf.ts'
import { localBus } from './testing/local-bus.ts'

const TTL = 600_000

function aCache({ bus = localBus(), store = memoryStore({ maxBytes: 1_000_000 }) } = {}) {
  const clock = { now: 1_000_000 }
  const cache = new Cache({ store, bus, now: () => clock.now })
  return { cache, clock, store, shelf: cache.shelf<{ n: number }>('s:') }
}

function anEntry(text: string, tags: string[] = []): Entry<{ n: number }> {
  const body = Buffer.from(text)
  return toEntry({ body, note: { n: 1 }, tags, freshUntil: 5, staleUntil: 9 })
}

async function fail(): Promise<never> {
  throw new Error('no')
}

async function fill(shelf: Shelf<{ n: number }>, key: string, tags: string[] = []): Promise<void> {
  const { since } = await shelf.read([key])
  await shelf.keep(key, anEntry(key, tags), TTL, since)
}

describe('a shelf', () => {
  it('gives back what was kept, whole, from the moment and from the store', async () => {
    const { shelf, clock } = aCache()
    await fill(shelf, 'a', ['x'])
    const held = shelf.peek('a')?.entry

    clock.now += 1_000
    const { entries } = await shelf.read(['none', 'a'])

    const expected = anEntry('a', ['x'])
    expect(held).toEqual(expected)
    expect(entries).toEqual([undefined, expected])
  })

  it('holds what it read or kept for a second', async () => {
    const { shelf, clock } = aCache()
    await fill(shelf, 'a')
    clock.now += 999
    const atFirst = shelf.peek('a')
    clock.now += 1
    const later = shelf.peek('a')

    await shelf.read(['a'])

    expect([atFirst?.entry.body.toString(), later]).toEqual(['a', undefined])
    expect(shelf.peek('a')?.entry.body.toString()).toBe('a')
  })

  it('tells other content and other notes by the hash', () => {
    const one = toEntry({ ...anEntry('a'), note: { css: ['1'] } })
    const two = toEntry({ ...anEntry('a'), note: { css: ['2'] } })

    expect(one.hash).toMatch(/^[\w-]{12}$/)
    expect(new Set([one.hash, two.hash, anEntry('a').hash, anEntry('b').hash]).size).toBe(4)
    expect(toEntry({ ...anEntry('a'), freshUntil: 7 }).hash).toBe(anEntry('a').hash)
  })

  it('holds and keeps nothing that was begun before a purge of what it shows', async () => {
    const { cache, shelf } = aCache()
    const { since } = await shelf.read(['a'])

    await cache.purge(['x'])
    await shelf.keep('a', anEntry('old', ['x']), TTL, since)

    expect(shelf.peek('a')).toBeUndefined()
    expect((await shelf.read(['a'])).entries).toEqual([undefined])
  })

  it('does not hold what was read from the store while a purge went on', async () => {
    const { cache, shelf, clock } = aCache()
    await fill(shelf, 'a', ['x'])
    clock.now += 1_000

    const reading = shelf.read(['a'])
    const purging = cache.purge(['x'])
    const { entries } = await reading
    await purging

    expect(entries[0]?.body.toString()).toBe('a')
    expect(shelf.peek('a')).toBeUndefined()
  })
})

describe('a purge', () => {
  it('empties what two processes hold, and the shared store of what carries the tag', async () => {
    const shared = { bus: localBus(), store: memoryStore({ maxBytes: 1_000_000 }) }
    const [one, two] = [aCache(shared), aCache(shared)]
    await fill(one.shelf, 'a', ['x'])
    await fill(one.shelf, 'b', ['y'])
    await two.shelf.read(['a', 'b'])

    await one.cache.purge(['x'])

    expect([one, two].map(({ shelf }) => shelf.peek('a'))).toEqual([undefined, undefined])
    const { entries } = await two.shelf.read(['a', 'b'])
    expect(entries.map((entry) => entry?.body.toString())).toEqual([undefined, 'b'])
  })

  it('goes out together with those that are asked for while another is under way', async () => {
    const store = memoryStore({ maxBytes: 1_000_000 })
    const asked: (readonly string[])[] = []
    const slow = {
      ...store,
      read: store.read.bind(store),
      purge: async (tags: readonly string[]) => {
        asked.push(tags)
        await new Promise((resolve) => setTimeout(resolve, 20))
        if (tags.includes('broken')) await fail()
      },
    }
    const { cache } = aCache({ store: slow })

    const first = cache.purge(['a'])
    await new Promise((resolve) => setTimeout(resolve, 5))
    const rest = await Promise.allSettled([first, cache.purge(['b', 'broken']), cache.purge(['b'])])
    await cache.purge(['d'])

    expect(asked).toEqual([['a'], ['b', 'broken'], ['d']])
    expect(rest.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  })

  it('reaches the stores of processes that share none', async () => {
    const bus = localBus()
    const [one, two] = [aCache({ bus }), aCache({ bus })]
    await fill(two.shelf, 'a', ['x'])
    await fill(two.shelf, 'b', ['y'])
    const { since } = await two.shelf.read([])

    await one.cache.purge(['x'])
    await two.shelf.keep('c', anEntry('old', ['x']), TTL, since)

    const { entries } = await two.shelf.read(['a', 'b', 'c'])
    expect(entries.map((entry) => entry?.body.toString())).toEqual([undefined, 'b', undefined])
  })

  it('of more tags than a message holds is told as "anything"', async () => {
    const bus = localBus()
    const [one, two] = [aCache({ bus }), aCache({ bus })]
    await fill(two.shelf, 'b', ['y'])

    await one.cache.purge(
      Array.from({ length: 500 }, (_, index) => `product:${index}:${'x'.repeat(9)}`),
    )

    expect(bus.sent.map((text) => JSON.parse(text)[1])).toEqual([null])
    expect((await two.shelf.read(['b'])).entries).toEqual([undefined])
  })

  it('that could not be told is told as "anything" when the bus is back', async () => {
    const bus = localBus()
    const [one, two] = [aCache({ bus }), aCache({ bus })]
    bus.cut()
    await one.cache.purge(['x'])
    const { since } = await two.shelf.read([])
    bus.mend()
    await two.shelf.keep('a', anEntry('old', ['x']), TTL, since)

    expect(bus.sent.map((text) => JSON.parse(text)[1])).toEqual([null])
    expect((await two.shelf.read(['a'])).entries).toEqual([undefined])
  })
})

describe('flights', () => {
  it('are joined until they land', async () => {
    const flights = aCache().cache.flights<number>()
    let started = 0
    const start = async () => (started += 1)

    const [a, b] = await Promise.all([flights.join('k', start), flights.join('k', start)])
    const c = await flights.join('k', start)

    expect([a, b, c]).toEqual([1, 1, 2])
  })

  it('are not joined by who comes after a purge', async () => {
    const { cache } = aCache()
    const flights = cache.flights<number>()
    const never = new Promise<number>(() => undefined)
    void flights.join('k', () => never)

    await cache.purge(['x'])

    expect(await flights.join('k', async () => 2)).toBe(2)
  })

  it('that fail fail for all who joined, and the next begins anew', async () => {
    const flights = aCache().cache.flights<number>()

    const all = await Promise.allSettled([flights.join('k', fail), flights.join('k', fail)])

    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await flights.join('k', async () => 1)).toBe(1)
  })
})
