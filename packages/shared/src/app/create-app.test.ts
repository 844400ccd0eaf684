import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Refusal } from '../errors/index.ts'
import { atEnd, testApp, testConfig, testDatabase } from '../testing/index.ts'
import { createApp } from './create-app.ts'

const { url } = await testDatabase()
const config = testConfig('market', { databaseUrl: url })
const views = new URL('../../../../apps/market/src/views/', import.meta.url)

/** Routes that go wrong in every way a route can. */
const faults: FastifyPluginAsyncZod = async (routes) => {
  const open = { access: 'public' } as const
  const querystring = z.object({ size: z.coerce.number().int().max(10) })
  routes.get('/bug', { config: open }, () => {
    throw new Error('the password is hunter2')
  })
  routes.get('/no', { config: open }, () => {
    throw new Refusal('too_late', 409, 'The oven is off. Come again on Thursday.')
  })
  routes.get('/sized', { config: open, schema: { querystring } }, (request) => request.query)
  routes.get('/own', { config: { access: 'member' } }, () => 'yours')
  routes.post('/change', { config: open }, () => ({ changed: true }))
}

const app = await testApp((given) => createApp(given, { views, features: [faults] }), config)
const page = { accept: 'text/html,*/*' }

describe('what an app answers when something is wrong', () => {
  it('shows people a page and tells programs the same as problem+json', async () => {
    const [html, json] = [await app.inject({ url: '/no', headers: page }), await app.inject('/no')]

    expect(html.statusCode).toBe(409)
    expect(html.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(html.body).toContain('The oven is off. Come again on Thursday.')
    expect(json.headers['content-type']).toContain('application/problem+json')
    expect(json.json()).toEqual({
      type: 'urn:rose-ash:too_late',
      title: 'That is no longer possible',
      status: 409,
      detail: 'The oven is off. Come again on Thursday.',
    })
  })

  it.each([
    ['a page of this app, with what was asked of it', '/desk?tab=stock', '/desk?tab=stock'],
    ['a page elsewhere', 'https://elsewhere.example/desk', undefined],
    ['the same page, sent again', '/no', undefined],
  ])('leads back to %s', async (_name, from, back) => {
    const referer = new URL(from, config.origins.market).href

    const { body } = await app.inject({ url: '/no', headers: { ...page, referer } })

    expect(/href="([^"]*)">Go back</.exec(body)?.[1]).toBe(back)
    expect(body).toContain('Go to the home page')
    expect(body).not.toContain('See your basket')
  })

  it('says nothing of what broke when it is a bug', async () => {
    const [html, json] = [
      await app.inject({ url: '/bug', headers: page }),
      await app.inject('/bug'),
    ]

    expect([html.statusCode, json.statusCode]).toEqual([500, 500])
    expect(html.body + json.body).not.toContain('hunter2')
    expect(json.json()).toMatchObject({ type: 'urn:rose-ash:broken', status: 500 })
  })

  it('says the same to people and programs while it waits for its database', async () => {
    const waiting = await createApp(config, { views, features: [faults] })
    atEnd(() => waiting.close())
    const ask = (headers: Record<string, string>) =>
      waiting.inject({ url: '/sized?size=1', headers })

    const [html, json] = [await ask(page), await ask({})]
    await waiting.open()
    const opened = await ask({})

    const words = 'This part of the cooperative is not open yet. Try again in a moment.'
    expect(html.body).toContain(words)
    expect(html.body).toContain('We are just opening')
    expect(json.json()).toMatchObject({ type: 'urn:rose-ash:starting', status: 503, detail: words })
    expect([html, json].map((one) => [one.statusCode, one.headers['retry-after']])).toEqual([
      [503, '2'],
      [503, '2'],
    ])
    expect([opened.statusCode, opened.json()]).toEqual([200, { size: 1 }])
  })

  it('names the field that is wrong', async () => {
    const { statusCode, body } = await app.inject('/sized?size=11')

    expect(statusCode).toBe(400)
    expect(JSON.parse(body)).toMatchObject({ detail: expect.stringMatching(/^size: /) })
  })

  it('has a page of its own for what is not there', async () => {
    const response = await app.inject({ url: '/nowhere', headers: page })

    expect(response.statusCode).toBe(404)
    expect(response.headers['cache-control']).toBe('no-store')
    expect(response.body).toContain('<h1')
  })

  it('leads people who must sign in there and back, and tells programs 401', async () => {
    const [html, json] = [
      await app.inject({ url: '/own?a=1', headers: page }),
      await app.inject('/own?a=1'),
    ]

    expect([html.statusCode, html.headers.location]).toEqual([
      303,
      '/auth/login?return_to=%2Fown%3Fa%3D1',
    ])
    expect(json.statusCode).toBe(401)
  })

  it('refuses a body that is too large', async () => {
    const payload = 'x'.repeat(300 * 1024)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }

    const { statusCode } = await app.inject({ method: 'POST', url: '/change', payload, headers })

    expect(statusCode).toBe(413)
  })

  it('refuses the 121st change of one address in a minute, and says when to come back', async () => {
    const change = () => app.inject({ method: 'POST', url: '/change', remoteAddress: '192.0.2.7' })
    for (let sent = 0; sent < 120; sent += 1) expect((await change()).statusCode).toBe(200)

    const refused = await change()

    expect(refused.statusCode).toBe(429)
    expect(refused.json()).toMatchObject({ type: 'urn:rose-ash:too_many' })
    expect(refused.headers['retry-after']).toMatch(/^\d+$/)
  })
})

describe('an app', () => {
  it('refuses to start with a route that does not say who may use it', async () => {
    const silent: FastifyPluginAsyncZod = async (routes) => {
      routes.get('/silent', () => 'hello')
    }

    const starting = createApp(config, { views, features: [silent] })

    await expect(starting).rejects.toThrow('/silent does not say who may use it')
  })

  it('sends every page with a strict policy, and a new nonce each time', async () => {
    const policies = [await policyOf('/nowhere'), await policyOf('/nowhere')]

    for (const { policy, body } of policies) {
      const [, nonce] = /'nonce-([^']+)'/.exec(policy) ?? []
      expect(policy).toContain("'strict-dynamic'")
      expect(policy).not.toContain('unsafe-inline')
      expect(body).toContain(`<script nonce="${nonce}"`)
    }
    expect(policies[0]?.policy).not.toBe(policies[1]?.policy)
  })

  it('says how it is, and shows its figures', async () => {
    expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' })
    expect((await app.inject('/readyz')).json()).toEqual({
      phase: 'ready',
      database: true,
      cache: true,
    })
    expect((await app.inject('/metrics')).body).toMatch(
      /http_request_duration_seconds_count\{.*route="\/healthz"/,
    )
  })

  it('serves its files for ever, under names with their content', async () => {
    const { body } = await app.inject({ url: '/nowhere', headers: page })
    const [, sheet = ''] = /href="(\/assets\/main\.[^"]+\.css)"/.exec(body) ?? []

    const response = await app.inject({ url: sheet, headers: { 'accept-encoding': 'br' } })

    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(response.headers['content-encoding']).toBe('br')
  })
})

async function policyOf(path: string): Promise<{ policy: string; body: string }> {
  const { headers, body } = await app.inject({ url: path, headers: page })
  return { policy: String(headers['content-security-policy']), body }
}
