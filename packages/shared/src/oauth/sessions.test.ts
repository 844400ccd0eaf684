import { describe, expect, it, vi } from 'vitest'
import { Cache, memoryStore } from '../cache/index.ts'
import { localBus } from '../cache/testing/local-bus.ts'
import { createSessions, type Session } from './sessions.ts'

const store = memoryStore({ maxBytes: 1_000_000 })
const bus = localBus()
const market = sessionsOf('market')
const cart = sessionsOf('cart')

/** One process of an app. */
function sessionsOf(app: string) {
  return createSessions({ app, store, cache: new Cache({ store, bus }) })
}

const session: Session = {
  personId: '0190c3b4-5d8e-7c31-9f6e-2a4b7c9d1e0f',
  email: 'ana@rose-ash.example',
  name: null,
  sid: 'sid-1',
  idToken: 'token',
  signedInAt: '2026-11-22T10:00:00.000Z',
}

async function open(changes: Partial<Session> = {}): Promise<string> {
  const name = await market.create({ ...session, ...changes })
  if (!name) throw new Error('it was not kept')
  return name
}

describe('sessions', () => {
  it('are read by their name, at their own app only', async () => {
    const name = await open()

    expect(await market.read(name)).toEqual(session)
    expect(await cart.read(name)).toBeNull()
  })

  it('are not found by a name that is nearly right', async () => {
    const name = await open()
    const [provider = '', own = ''] = name.split('.')

    for (const forged of ['', '.', own, `${provider}.`, `.${own}`, `x${name}`, `${name}x`]) {
      expect(await market.read(forged)).toBeNull()
    }
  })

  it('end by name', async () => {
    const [first, second] = [await open(), await open()]

    await market.end(first)

    expect(await market.read(first)).toBeNull()
    expect(await market.read(second)).toEqual(session)
  })

  it('end with the provider’s session, all of them and no others', async () => {
    const [first, second] = [await open({ sid: 'sid-2' }), await open({ sid: 'sid-2' })]
    const other = await open({ sid: 'sid-3' })

    expect(await market.endAll('sid-2')).toBe(true)

    expect(await market.read(first)).toBeNull()
    expect(await market.read(second)).toBeNull()
    expect(await market.read(other)).toMatchObject({ sid: 'sid-3' })
  })

  it('are read from the store once in a moment, and end at once in every process', async () => {
    const readings = vi.spyOn(store, 'read')
    const [here, there] = [sessionsOf('market'), sessionsOf('market')]
    const [first, second] = [await open({ sid: 'sid-5' }), await open({ sid: 'sid-6' })]
    for (const name of [first, second, first, second]) await here.read(name)
    const before = readings.mock.calls.length

    await there.end(first)
    await there.endAll('sid-6')

    expect(before).toBe(2)
    expect([await here.read(first), await here.read(second)]).toEqual([null, null])
  })

  it('of an older release that lack something are none', async () => {
    const { email: _, ...rest } = session

    expect(await market.read(await open({ ...rest, email: 'not an address' }))).toBeNull()
  })

  it('are not made, and not ended, while the store is out of reach', async () => {
    const set = vi.spyOn(store, 'set').mockResolvedValue(false)

    expect(await market.create(session)).toBeNull()
    expect(await market.endAll('sid-4')).toBe(false)
    set.mockRestore()
  })
})
