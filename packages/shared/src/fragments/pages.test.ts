import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cachedSite } from './testing/fake-site.ts'

const SECOND = 1_000
const ada = { viewer: 'ada' }
const bob = { viewer: 'bob' }

describe('a cached page', () => {
  it('is sent for browsers alone to keep, with a policy and a nonce of its own', async () => {
    const { get } = await cachedSite()

    const responses = [await get('/'), await get('/'), await get('/', ada)]

    expect(responses.map(({ statusCode, text }) => [statusCode, text])).toEqual([
      [200, 'one[cart-mini v1 for anonymous](nonce)'],
      [200, 'one[cart-mini v1 for anonymous](nonce)'],
      [200, 'one[cart-mini v1 for member:ada](nonce)'],
    ])
    expect(new Set(responses.map(({ nonce }) => nonce)).size).toBe(3)
    expect(responses[0]?.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-cache',
      vary: 'Cookie',
      etag: expect.stringMatching(/^W\/"[\w-]{24}"$/),
      'content-length': String(responses[0]?.rawPayload.length),
    })
  })

  it('is loaded once for 50 viewers at the same time, each with a fragment of their own', async () => {
    const { get, content } = await cachedSite()
    const names = Array.from({ length: 50 }, (_, index) => `m${index}`)

    const responses = await Promise.all(names.map((viewer) => get('/', { viewer })))

    const expected = names.map((name) => `one[cart-mini v1 for member:${name}](nonce)`)
    expect(responses.map(({ text }) => text)).toEqual(expected)
    expect(content.loads).toBe(1)
  })

  it('is whole in memory for a moment for who has neither session nor basket', async () => {
    const { get, content, clock, apps } = await cachedSite()
    await get('/')
    content.text = 'two'
    apps.version = 2
    clock.now += 11 * SECOND - 1
    await get('/')
    clock.now += 999

    expect((await get('/')).text).toBe('one[cart-mini v1 for anonymous](nonce)')
  })

  it('is made for every request, its fragments kept, where pages are not to be kept', async () => {
    const { get, content, apps } = await cachedSite({ keepPages: false })
    await get('/')
    content.text = 'two'
    apps.version = 2

    const response = await get('/')

    expect(response.text).toBe('two[cart-mini v1 for anonymous](nonce)')
    expect(response.headers.etag).toBeUndefined()
  })

  it('is made for who must be told something, and nobody else is told it', async () => {
    const { get } = await cachedSite()
    await get('/')

    const told = await get('/', { notice: 'Hear! ' })

    expect(told.text).toBe('Hear! one[cart-mini v1 for anonymous](nonce)')
    expect(told.headers.etag).toBeUndefined()
    expect((await get('/')).text).toBe('one[cart-mini v1 for anonymous](nonce)')
  })

  it('that is stale is shown while it is loaded anew', async () => {
    const { get, content, clock, options } = await cachedSite()
    await get('/', ada)
    clock.now += 10 * SECOND
    const loading = Promise.withResolvers<{ text: string }>()
    options.load = () => loading.promise

    const stale = await Promise.all([get('/', ada), get('/', bob), get('/')])
    loading.resolve({ text: 'two' })

    const texts = stale.map(({ text }) => text.slice(0, 3))
    expect([...texts, content.loads]).toEqual(['one', 'one', 'one', 1])
    await expect.poll(async () => (await get('/', ada)).text.slice(0, 3)).toBe('two')
  })

  it('that cannot be loaded is shown stale for ten minutes, then fails', async () => {
    const { get, clock, log, options } = await cachedSite()
    await get('/', ada)
    options.load = () => Promise.reject(new Error('no database'))

    clock.now += 10 * SECOND + 10 * 60 * SECOND - 1
    const stale = await get('/', ada)
    clock.now += 1_001
    const gone = await get('/', ada)

    expect([stale.statusCode, stale.text.slice(0, 3), gone.statusCode]).toEqual([200, 'one', 500])
    expect(log.messages).toEqual(['A page cannot be made anew'])
  })

  it('that cannot be loaded is tried once a second', async () => {
    const { get, clock, log, options } = await cachedSite()
    await get('/', ada)
    options.load = () => Promise.reject(new Error('no database'))
    clock.now += 10 * SECOND

    for (let i = 0; i < 20; i += 1) {
      await get('/', ada)
      clock.now += 250
    }

    expect(log.messages).toHaveLength(5)
  })

  it('is not one for routes, parameters and queries that differ; unknown ones do not count', async () => {
    const { app, get, options } = await cachedSite()
    const querystring = z.object({ sort: z.string().default('new') })
    const loaded: string[] = []
    app.get('/tags/:tag', { schema: { querystring } }, (request, reply) => {
      const load = () => ({ text: String(loaded.push(request.url)) })
      return reply.page('page', { ...options, load })
    })

    const paths = ['a', 'b', 'a?sort=old', 'a?utm=1', 'a?sort=new&utm=2', '%61', 'a?sort=old&x']
    for (const path of paths) await get(`/tags/${path}`, ada)
    await get('/?page=2', ada)
    await get('/', ada)

    expect(loaded).toEqual(['/tags/a', '/tags/b', '/tags/a?sort=old'])
  })

  it('is not shown by another release', async () => {
    const one = await cachedSite()
    await one.get('/', ada)
    one.content.text = 'two'

    const next = await cachedSite({ stack: one, release: '2' })
    next.content.text = 'two'

    expect((await next.get('/', ada)).text).toBe('two[cart-mini v1 for member:ada](nonce)')
  })
})

describe('a purge', () => {
  it('drops the page at once, whole ones too', async () => {
    const { cache, get, content } = await cachedSite()
    await get('/')
    await get('/', ada)
    content.text = 'two'

    await cache.purge(['page:1'])

    const texts = [await get('/'), await get('/', ada)].map(({ text }) => text.slice(0, 3))
    expect([...texts, content.loads]).toEqual(['two', 'two', 2])
  })

  it('keeps a page that was begun before it from being kept', async () => {
    const { cache, clock, get, options } = await cachedSite()
    const loading = Promise.withResolvers<{ text: string }>()
    options.load = () => loading.promise
    const before = Promise.all([get('/'), get('/', ada)])
    await new Promise((resolve) => setImmediate(resolve))

    await cache.purge(['page:1'])
    options.load = () => ({ text: 'two' })
    loading.resolve({ text: 'one' })
    const old = await before
    clock.now += SECOND
    const after = [await get('/'), await get('/', ada)]

    expect(old.map(({ text }) => text.slice(0, 3))).toEqual(['one', 'one'])
    expect(after.map(({ text }) => text.slice(0, 3))).toEqual(['two', 'two'])
  })
})

describe('an unchanged page', () => {
  it.each([
    ['nobody', {}],
    ['a member', ada],
  ] as const)('is a 304 for %s, without a policy and without a body', async (_who, viewer) => {
    const { get } = await cachedSite()
    const { headers } = await get('/', viewer)
    const etag = String(headers.etag)

    const responses = [
      await get('/', { ...viewer, 'if-none-match': etag }),
      await get('/', { ...viewer, 'if-none-match': `W/"other", ${etag}` }),
    ]

    for (const { statusCode, body, headers } of responses) {
      expect([statusCode, body, headers.etag]).toEqual([304, '', etag])
      expect(headers).not.toHaveProperty('content-security-policy')
      expect(headers).toMatchObject({ 'cache-control': 'private, no-cache', vary: 'Cookie' })
    }
  })

  it('is none for another viewer, or when a fragment or the page has changed', async () => {
    const { cache, clock, get, apps, content } = await cachedSite()
    const known = { 'if-none-match': String((await get('/', ada)).headers.etag) }

    const others = await get('/', { ...bob, ...known })
    apps.version = 2
    clock.now += 71 * SECOND
    const fragmentChanged = await get('/', { ...ada, ...known })
    apps.version = 1
    content.text = 'two'
    clock.now += 71 * SECOND
    await cache.purge(['page:1'])
    const pageChanged = await get('/', { ...ada, ...known })
    content.text = 'one'
    await cache.purge(['page:1'])
    const asBefore = await get('/', { ...ada, ...known })

    expect(others.text).toBe('one[cart-mini v1 for member:bob](nonce)')
    expect(fragmentChanged.text).toBe('one[cart-mini v2 for member:ada](nonce)')
    expect(pageChanged.text).toBe('two[cart-mini v1 for member:ada](nonce)')
    expect(asBefore.statusCode).toBe(304)
  })

  it('answers HEAD as it answers GET, without the body', async () => {
    const { app, get } = await cachedSite()
    const { headers, rawPayload } = await get('/')

    const head = await app.inject({ method: 'HEAD', path: '/' })

    expect([head.statusCode, head.body, head.headers.etag]).toEqual([200, '', headers.etag])
    expect(head.headers['content-length']).toBe(String(rawPayload.length))
  })
})
