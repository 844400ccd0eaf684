import fastifyCookie from '@fastify/cookie'
import { fastify } from 'fastify'
import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { Cache, memoryStore } from '../cache/index.ts'
import { testConfig } from '../testing/index.ts'
import { createQuickViewer } from './quick-viewer.ts'
import { createSessions, type Session } from './sessions.ts'
import { createVisitorCookies } from './visitor-cookie.ts'

const config = testConfig('market')
const store = memoryStore({ maxBytes: 1_000_000 })
const sessions = createSessions({ app: 'market', store, cache: new Cache({ store, bus: null }) })
const app = fastify()
await app.register(fastifyCookie)
const { parseCookie } = app
const viewerOf = createQuickViewer(config, { parseCookie, sessions })
const visitorId = '0190c3b4-5d8e-7c31-9f6e-2a4b7c9d1e0f'
const visitor = `visitor=${createVisitorCookies(config).seal(visitorId)}`
const session: Session = {
  personId: '0190c3b4-5d8e-7c31-9f6e-2a4b7c9d1e0a',
  email: 'ana@rose-ash.example',
  name: null,
  sid: 'sid-1',
  idToken: 'token',
  signedInAt: '2026-11-22T10:00:00.000Z',
}

const of = (...cookies: string[]) =>
  viewerOf({ headers: { cookie: cookies.join('; ') } } as IncomingMessage)

describe('who sends a request', () => {
  it('is known at once by a session that was read a moment ago, and by a genuine visitor cookie', async () => {
    const name = (await sessions.create(session)) ?? ''
    await sessions.read(name)
    const { personId } = session

    expect(of(`__Host-session=${name}`)).toEqual({ kind: 'member', personId })
    expect(of(visitor, `__Host-session=${name}`)).toEqual({ kind: 'member', personId, visitorId })
    expect(of(visitor)).toEqual({ kind: 'visitor', visitorId })
    expect(of('theme=dark', `${visitor}x`)).toEqual({ kind: 'anonymous' })
  })

  it('is not known at once by a session that was not read, or ended, or is forged', async () => {
    const [unread, ended] = [await sessions.create(session), await sessions.create(session)]
    await sessions.read(ended ?? '')
    await sessions.end(ended ?? '')

    for (const name of [unread, ended, 'forged'])
      expect(of(visitor, `__Host-session=${name}`)).toBeUndefined()
  })

  it('is not known at once while somebody may be signed in elsewhere', () => {
    expect(of(visitor, 'sso=hint')).toBeUndefined()
  })
})
