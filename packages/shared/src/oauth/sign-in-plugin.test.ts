import { createServer } from 'node:http'
import fastifyCookie from '@fastify/cookie'
import fastifyFormbody from '@fastify/formbody'
import { fastify, type InjectOptions } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Cache, memoryStore } from '../cache/index.ts'
import { createServices } from '../services/registry.ts'
import { freePort, testConfig, testDatabase } from '../testing/index.ts'
import { createSessions, type Session } from './sessions.ts'
import { signInPlugin } from './sign-in-plugin.ts'
import { viewerPlugin } from './viewer-plugin.ts'

const { db } = await testDatabase()
const port = await freePort()
const provider = createServer((_request, response) => response.end('{}'))
await new Promise<void>((resolve) => provider.listen(port, '127.0.0.1', resolve))
afterAll(() => void provider.close())

const host = 'market.rose-ash.localhost:8000'
const page = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
const session: Session = {
  personId: '0190c3b4-5d8e-7c31-9f6e-2a4b7c9d1e0f',
  email: 'ana@rose-ash.example',
  name: null,
  sid: 'sid',
  idToken: 'token',
  signedInAt: '2026-11-22T10:00:00.000Z',
}

/** A market with the provider at `federation`. */
async function createMarket(federation: string) {
  const base = testConfig('market')
  const config = { ...base, internal: { ...base.internal, federation } }
  const store = memoryStore({ maxBytes: 1_000_000 })
  const sessions = createSessions({ app: 'market', store, cache: new Cache({ store, bus: null }) })
  const services = createServices({ origins: config.origins, handle: 'coop', admins: [] })
  const app = fastify({ trustProxy: true })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(fastifyCookie)
  await app.register(fastifyFormbody)
  await app.register(viewerPlugin, { config, sessions })
  await app.register(signInPlugin, {
    config,
    db,
    services,
    sessions,
    store,
    purge: async () => undefined,
  })
  app.get('/loaves', async (request) => request.viewer.kind)
  app.post('/loaves', async (request) => request.viewer.kind)
  return { app, sessions }
}

const { app, sessions } = await createMarket(`http://127.0.0.1:${port}`)
const { app: alone } = await createMarket('http://127.0.0.1:9')
beforeAll(async () => void (await Promise.all([app.ready(), alone.ready()])))

async function login(url: string, options: Omit<InjectOptions, 'url'> = {}, market = app) {
  const asked = { url, ...options, headers: { host, ...options.headers } }
  const { statusCode, headers, cookies } = await market.inject(asked)
  const to = new URL(headers.location ?? 'about:blank', 'http://market.rose-ash.localhost:8000')
  return { statusCode, to, cookies, sent: Object.fromEntries(to.searchParams) }
}

const look = (headers: object = {}, cookies: Record<string, string> = { sso: 'hint' }) =>
  app.inject({ url: '/loaves?a=1', headers: { ...page, ...headers }, cookies })

describe('/auth/login', () => {
  it('leads to the provider with a proof that only this browser can redeem', async () => {
    const { statusCode, to, sent, cookies } = await login('/auth/login?return_to=/loaves%3Fa=1')

    expect(statusCode).toBe(303)
    expect(to.origin + to.pathname).toBe('http://federation.rose-ash.localhost:8000/oidc/auth')
    expect(sent).toEqual({
      client_id: 'market',
      redirect_uri: 'http://market.rose-ash.localhost:8000/auth/callback',
      response_type: 'code',
      scope: 'openid',
      code_challenge_method: 'S256',
      return_to: '/loaves?a=1',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(cookies).toMatchObject([
      {
        name: `__Host-sign-in-${sent.state?.slice(0, 16) ?? ''}`,
        path: '/',
        httpOnly: true,
        secure: true,
        sameSite: 'Lax',
        maxAge: 3_600,
      },
    ])
    expect(cookies[0]?.value).not.toContain(sent.state)
  })

  it.each([
    ['https://evil.example/', undefined, '/'],
    ['//evil.example', 'https://evil.example/page', '/'],
    ['/auth/logout', 'http://market.rose-ash.localhost:8000/shelf?q=1', '/shelf?q=1'],
    [undefined, 'http://cart.rose-ash.localhost:8000/basket', '/'],
  ])('brings nobody to %s from %s', async (wanted, referer, path) => {
    const query = wanted ? `?return_to=${encodeURIComponent(wanted)}` : ''

    const { sent } = await login(`/auth/login${query}`, { headers: referer ? { referer } : {} })

    expect(sent.return_to).toBe(path)
  })

  it('happens at the app’s own host, as its session lives there', async () => {
    for (const name of ['host', 'x-forwarded-host']) {
      const headers = { [name]: 'rose-ash.localhost:8000' }
      const { to, cookies } = await login('/auth/login?return_to=/loaves', { headers })

      expect(to.href).toBe(`http://${host}/auth/login?return_to=/loaves`)
      expect(cookies).toEqual([])
    }
  })

  it('goes straight back with a session', async () => {
    const cookies = { '__Host-session': (await sessions.create(session)) ?? '' }

    const { to } = await login('/auth/login?return_to=/loaves', { cookies })

    expect(to.href).toBe('http://market.rose-ash.localhost:8000/loaves')
  })

  it('says so while the provider is down, and sends no browser there', async () => {
    const asked = await login('/auth/login?return_to=/loaves', {}, alone)
    const silent = await login('/auth/login?return_to=/loaves&prompt=none', {}, alone)

    expect(asked.statusCode).toBe(503)
    expect(silent.to.pathname).toBe('/loaves')
  })
})

describe('/auth/callback', () => {
  it('takes no answer to a sign-in that was begun elsewhere', async () => {
    const { sent } = await login('/auth/login')
    const url = `/auth/callback?code=stolen&state=${sent.state ?? ''}`

    const { statusCode, cookies } = await login(url)

    expect([statusCode, cookies]).toEqual([400, []])
  })

  it('takes no transaction that was sealed for another sign-in, or by somebody else', async () => {
    const begun = await login('/auth/login')
    const other = await login('/auth/login')
    const { state = '' } = begun.sent
    const name = `__Host-sign-in-${state.slice(0, 16)}`
    const url = `/auth/callback?code=stolen&state=${state}`

    for (const value of [other.cookies[0]?.value ?? '', 'forged', '']) {
      expect((await login(url, { cookies: { [name]: value } })).statusCode).toBe(400)
    }
  })
})

describe('/auth/logout', () => {
  const logout = (market: typeof app, name: string) =>
    market.inject({ method: 'POST', url: '/auth/logout', cookies: { '__Host-session': name } })

  it('ends the session here and leads to the provider, showing whose it was', async () => {
    const name = (await sessions.create(session)) ?? ''

    const { statusCode, headers, cookies } = await logout(app, name)

    expect([statusCode, headers.location]).toEqual([
      303,
      'http://federation.rose-ash.localhost:8000/oidc/session/end?id_token_hint=token&client_id=market',
    ])
    expect(cookies).toMatchObject([{ name: '__Host-session', value: '' }])
    expect(await sessions.read(name)).toBeNull()
  })

  it('says what is left to do while the provider is down, and that nobody signs in again', async () => {
    const { statusCode, cookies } = await logout(alone, 'any')

    expect(statusCode).toBe(503)
    expect(cookies).toMatchObject([
      { name: '__Host-session', value: '' },
      { name: 'sso', value: '', domain: 'rose-ash.localhost' },
    ])
  })
})

describe('signing in silently', () => {
  it('asks the provider once when somebody is signed in elsewhere', async () => {
    const first = await look()
    expect([first.statusCode, first.headers.location]).toEqual([
      303,
      '/auth/login?prompt=none&return_to=%2Floaves%3Fa%3D1',
    ])

    const { sent, cookies } = await login(first.headers.location ?? '', {
      cookies: { sso: 'hint' },
    })
    expect([sent.prompt, cookies[0]?.name]).toEqual(['none', '__Host-sso-tried'])

    const tried = { sso: 'hint', '__Host-sso-tried': cookies[0]?.value ?? '' }
    expect((await look({}, tried)).body).toBe('anonymous')
    expect((await look({}, { ...tried, sso: 'another' })).statusCode).toBe(303)
  })

  it('never sends anybody else', async () => {
    expect((await look({}, {})).body).toBe('anonymous')
    expect((await look({ accept: 'application/json' })).body).toBe('anonymous')
    expect((await look({ 'sec-fetch-mode': 'cors' })).body).toBe('anonymous')
    expect((await look({ 'sec-fetch-dest': 'iframe' })).body).toBe('anonymous')
    expect((await look({ 'sec-purpose': 'prefetch' })).body).toBe('anonymous')
    const posted = await app.inject({
      method: 'POST',
      url: '/loaves',
      headers: page,
      cookies: { sso: 'hint' },
    })
    expect(posted.body).toBe('anonymous')
  })

  it('leaves those with a session where they are, and asks again with a forged one', async () => {
    const name = (await sessions.create(session)) ?? ''

    expect((await look({}, { sso: 'hint', '__Host-session': name })).body).toBe('member')
    expect((await look({}, { sso: 'hint', '__Host-session': `${name}x` })).statusCode).toBe(303)
  })
})
