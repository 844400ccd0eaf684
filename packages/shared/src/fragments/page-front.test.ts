import { afterEach, describe, expect, it } from 'vitest'
import { failed, fakeStack } from './testing/fake-stack.ts'
import { cachedSite } from './testing/fake-site.ts'

type Site = Awaited<ReturnType<typeof listeningSite>>
let site: Site | undefined

afterEach(async () => {
  await site?.app.close()
  site = undefined
})

/** A site on a port, and how often Fastify saw a request. */
async function listeningSite(stack = fakeStack()) {
  const cached = await cachedSite({ stack })
  const { app, options } = cached
  app.get('/cookie', (_request, reply) =>
    reply.header('set-cookie', 'visitor=1').page('page', options),
  )
  app.get('/secret', (_request, reply) => reply.page('page', options))
  app.get('/kept-nowhere', (_request, reply) =>
    reply.header('cache-control', 'no-store').page('page', options),
  )
  app.get('/gone', (_request, reply) => reply.code(410).page('page', options))
  const seen: string[] = []
  app.addHook('onRequest', async ({ method, url }) => void seen.push(`${method} ${url}`))
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  async function visit(path = '/', headers: Record<string, string> = {}, method = 'GET') {
    const response = await fetch(address + path, {
      method,
      headers: { accept: 'text/html', ...headers },
      redirect: 'manual',
    })
    const policy = response.headers.get('content-security-policy')
    const nonce = /nonce-([\w-]+)'/.exec(policy ?? '')?.[1]
    const body = await response.text()
    const text = body.replaceAll(nonce ?? '?', '(nonce)')
    return { status: response.status, headers: Object.fromEntries(response.headers), nonce, text }
  }
  return { ...cached, seen, visit }
}

describe('a whole page that was sent a moment ago', () => {
  it('is sent again before Fastify sees the request, the same but for the nonce', async () => {
    site = await listeningSite()
    site.content.text = 'Brød – 5 €'
    const first = await site.visit()
    const second = await site.visit()

    expect(site.seen).toEqual(['GET /'])
    expect(second.text).toBe('Brød – 5 €[cart-mini v1 for anonymous](nonce)')
    expect([second.status, second.text]).toEqual([first.status, first.text])
    expect(second.nonce).not.toBe(first.nonce)
    expect(comparable(second.headers)).toEqual(comparable(first.headers))
  })

  it('is counted, and is a 304 for who has it', async () => {
    site = await listeningSite()
    const { headers } = await site.visit()
    const again = await site.visit('/', { 'if-none-match': String(headers.etag) })

    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', headers.etag])
    expect(again.headers).not.toHaveProperty('content-security-policy')
    expect([site.front.takeCount(), site.front.takeCount()]).toEqual([1, 0])
  })

  it('is not sent to who may be somebody, or wants something else', async () => {
    site = await listeningSite()
    await site.visit()
    await site.visit('/', { cookie: 'visitor=1' })
    await site.visit('/', { authorization: 'Bearer 1' })
    await site.visit('/', { 'hx-request': 'true' })
    await site.visit('/', { accept: 'application/activity+json' })
    await site.visit('/?page=2')
    await site.visit('/', {}, 'HEAD')

    expect(site.seen).toEqual([...Array(5).fill('GET /'), 'GET /?page=2', 'HEAD /'])
  })

  it('is gone after a purge, and after its moment', async () => {
    site = await listeningSite()
    await site.visit()
    site.content.text = 'two'
    await site.cache.purge(['page:1'])
    const purged = await site.visit()
    site.clock.now += 1_000
    await site.visit()

    expect(purged.text).toBe('two[cart-mini v1 for anonymous](nonce)')
    expect(site.seen).toHaveLength(3)
  })
})

describe('a page for who has cookies', () => {
  const ada = { cookie: 'member=ada' }
  const bob = { cookie: 'member=bob' }

  /** Everything in this process: the page, and the fragments of both. */
  async function warm(): Promise<Site> {
    const warmed = (site = await listeningSite())
    for (const viewer of [ada, bob, ada, bob]) await warmed.visit('/', viewer)
    warmed.seen.length = 0
    return warmed
  }

  it('is composed before Fastify sees the request, for each with their own fragments', async () => {
    const { visit, seen } = await warm()

    const pages = [await visit('/', ada), await visit('/', bob), await visit('/', ada)]

    expect(seen).toEqual([])
    expect(pages.map(({ text }) => text)).toEqual([
      'one[cart-mini v1 for member:ada](nonce)',
      'one[cart-mini v1 for member:bob](nonce)',
      'one[cart-mini v1 for member:ada](nonce)',
    ])
    expect(new Set(pages.map(({ nonce }) => nonce)).size).toBe(3)
    const known = { 'if-none-match': String(pages[0]?.headers.etag) }
    expect((await visit('/', { ...ada, ...known })).status).toBe(304)
    expect((await visit('/', { ...bob, ...known })).status).toBe(200)
  })

  it('is the same as Fastify sends it', async () => {
    const { visit, clock, seen } = await warm()
    const early = await visit('/', ada)
    clock.now += 1_000
    const late = await visit('/', ada)

    expect(seen).toEqual(['GET /'])
    expect([early.status, early.text]).toEqual([late.status, late.text])
    expect(comparable(early.headers)).toEqual(comparable(late.headers))
  })

  it('is left to Fastify when a fragment is not at hand, or the page is as old as it may be', async () => {
    const { visit, clock, seen, content } = await warm()
    await visit('/', { cookie: 'member=eve' })
    clock.now += 10_000
    content.text = 'two'
    await visit('/', ada)

    expect(seen).toHaveLength(2)
  })

  it('is composed with the fallback of a moment ago, which is counted each time it is shown', async () => {
    const stack = fakeStack()
    const { answer } = stack.apps
    stack.apps.answer = async ({ asked }) => asked.map(() => failed(500))
    const { visit, seen, counted, clock } = (site = await listeningSite(stack))
    const first = await visit('/', ada)

    const again = await visit('/', ada)
    expect([again.text, seen, counted.length]).toEqual([first.text, ['GET /'], 2])

    stack.apps.answer = answer
    clock.now += 1_100
    await visit('/', ada)
    await expect
      .poll(async () => (await visit('/', ada)).text, { timeout: 10_000 })
      .toBe('one[cart-mini v1 for member:ada](nonce)')
    expect(seen.length).toBeGreaterThan(1)
  })

  it('is gone after a purge', async () => {
    const { visit, cache, content } = await warm()
    content.text = 'two'
    await cache.purge(['page:1'])

    expect((await visit('/', ada)).text).toBe('two[cart-mini v1 for member:ada](nonce)')
  })

  it('is not shown to viewers of another kind, or where not everybody may look', async () => {
    const { visit, seen } = await warm()
    await visit('/')
    for (let count = 0; count < 3; count += 1) await visit('/secret', ada)

    expect(seen).toEqual(['GET /', 'GET /secret', 'GET /secret', 'GET /secret'])
  })
})

describe('a whole page is not kept to be sent again', () => {
  it('when it was made for a request with a cookie', async () => {
    site = await listeningSite()
    await site.visit('/', { cookie: 'theme=dark' })
    await site.visit()
    await site.visit()

    expect(site.seen).toHaveLength(3)
  })

  it.each(['/cookie', '/gone', '/kept-nowhere'])(
    'when its answer sets a cookie, is no 200 or is not to be kept: %s',
    async (path) => {
      site = await listeningSite()
      const answers = [await site.visit(path), await site.visit(path)]

      expect(site.seen).toHaveLength(2)
      const control = path === '/kept-nowhere' ? 'no-store' : 'private, no-cache'
      expect(answers.map(({ headers }) => headers['cache-control'])).toEqual([control, control])
    },
  )

  it('when a fallback stands in it, which is counted each time it is shown', async () => {
    const stack = fakeStack()
    stack.apps.answer = async ({ asked }) => asked.map(() => failed(500))
    site = await listeningSite(stack)
    await site.visit()
    await site.visit()

    expect(site.seen).toHaveLength(2)
    expect(site.counted).toHaveLength(2)
  })
})

function comparable(headers: Record<string, string>): Record<string, string> {
  const { date: _date, 'content-security-policy': policy = '', ...rest } = headers
  return { ...rest, policy: policy.replace(/nonce-[\w-]+/, 'nonce') }
}
