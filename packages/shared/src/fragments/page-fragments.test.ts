import { describe, expect, it } from 'vitest'
import { TimedOut } from '../http/index.ts'
import { fragment } from './fragment-ref.ts'
import { cachedSite, fakeSite } from './testing/fake-site.ts'

const ada = { viewer: 'ada' }

describe('fragments of a page', () => {
  const frame = [fragment('cart/cart-mini'), fragment('events/upcoming')]
  const named = [fragment('events/calendar-month'), fragment('events/upcoming')]

  it.each([
    ['made for each request', {}],
    ['cached', { cache: { freshMs: 1, tags: () => [] } }],
  ])('are asked for before a page that is %s is loaded', async (_how, caching) => {
    const { app, get, requests } = await fakeSite({ fragments: frame })
    const askedBefore: string[][] = []
    const load = async () => {
      await expect.poll(() => requests.length).toBe(2)
      askedBefore.push(...requests.map(({ asked }) => asked))
      return { text: '' }
    }
    app.get('/', (_request, reply) => reply.page('page', { load, fragments: named, ...caching }))

    const { text } = await get('/', ada)

    expect(text).toBe('[cart-mini v1 for member:ada](nonce)')
    expect(askedBefore).toEqual([['cart-mini'], ['upcoming?', 'calendar-month?']])
    expect(requests).toHaveLength(2)
  })

  it('that only the template names are asked for together, when it is rendered', async () => {
    const { app, get, requests } = await fakeSite({
      render: (_template, { fragment }) =>
        `${fragment('events/upcoming')} ${fragment('events/calendar-month')}`,
    })
    app.get('/', (_request, reply) => reply.page('page', { load: () => ({}) }))

    const { text } = await get('/')

    expect(text).toBe('upcoming? v1 for anonymous calendar-month? v1 for anonymous')
    expect(requests).toHaveLength(1)
  })

  it('that fail are counted each time their fallback is shown, and logged once', async () => {
    const { apps, clock, counted, get, log } = await cachedSite()
    apps.answer = () => Promise.reject(new TimedOut(300))

    const { headers, text } = await get('/')
    await get('/')
    await get('/', { 'if-none-match': String(headers.etag) })
    clock.now += 1_000
    await get('/', ada)
    await get('/', ada)

    expect(text).toBe('one[<a class="bar-button" href="https://cart.test/">Basket</a>](nonce)')
    const [timeout, open] = ['cart/cart-mini timeout', 'cart/cart-mini open']
    expect(counted).toEqual([timeout, timeout, timeout, open, open])
    expect(log.messages).toEqual(['A fallback is shown in place of a fragment'])
  })
})

describe('a page that is made for each request', () => {
  it('is loaded each time, keeps its status and has no tag of a version', async () => {
    const { app, get } = await fakeSite()
    let loads = 0
    const load = () => ({ text: String((loads += 1)) })
    app.get('/', (_request, reply) => reply.code(404).page('page', { load }))

    const responses = [await get('/', ada), await get('/', ada)]

    expect(responses.map(({ statusCode, text }) => [statusCode, text])).toEqual([
      [404, '1[cart-mini v1 for member:ada](nonce)'],
      [404, '2[cart-mini v1 for member:ada](nonce)'],
    ])
    expect(responses[0]?.headers).toMatchObject({ 'cache-control': 'private, no-cache' })
    expect(responses[0]?.headers).not.toHaveProperty('etag')
  })

  it('fails with what its load throws', async () => {
    const { app, get } = await fakeSite()
    app.get('/', (_request, reply) => reply.page('page', { load: fail }))

    expect((await get('/')).statusCode).toBe(410)
  })
})

async function fail(): Promise<never> {
  throw Object.assign(new Error('gone'), { statusCode: 410 })
}
