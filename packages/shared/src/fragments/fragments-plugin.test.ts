import { fastify, type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { signRequest } from '../http/index.ts'
import { FragmentRegistry } from './fragment-registry.ts'
import { fragmentsPlugin } from './fragments-plugin.ts'
import { fragment } from './fragment-ref.ts'
import { encodeViewer, type Viewer } from './viewer.ts'
import { decodeBatch, decodeOne, pathOf } from './wire.ts'

const secret = 'a secret of the stack'
const ada: Viewer = { kind: 'member', personId: 'ada', visitorId: 'v' }
const errors: string[] = []
let app: FastifyInstance

beforeEach(async () => {
  errors.length = 0
  const registry = new FragmentRegistry('cart', { error: (_details, text) => errors.push(text) })
  app = fastify()
  app.addHook('onSend', async (_request, reply) => void reply.header('set-cookie', 'a=b'))
  await app.register(fragmentsPlugin, { registry, secret })
  app.fragment('cart-mini', { params: z.object({}) }, async ({ viewer }) => ({
    html: `<b>${JSON.stringify(viewer)}</b>`,
    tags: ['basket:é'],
    assets: { js: ['/mini.js'] },
  }))
  app.fragment('order-summary', { params: z.object({ order: z.string() }) }, orderSummary)
})

afterEach(() => app.close())

async function orderSummary({ params }: { params: { order: string } }) {
  if (params.order === 'broken') throw new Error('no')
  if (params.order === 'slow') await new Promise(() => undefined)
  return { html: `order ${params.order}`, tags: [] }
}

async function nothing() {
  return { html: '', tags: [] }
}

async function ask(path: string, changes: Record<string, string> = {}, viewer = ada) {
  const headers = signRequest(secret, { method: 'GET', path, viewer: encodeViewer(viewer) })
  return app.inject({ path, headers: { ...headers, ...changes } })
}

const mini = { name: 'cart-mini', query: '' }

describe('a fragment over HTTP', () => {
  it('comes with its tags and assets, for the viewer as far as its type knows them', async () => {
    const response = await ask(pathOf([mini]))

    expect(response.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(decodeOne(String(response.headers['x-fragment']), response.rawPayload)).toEqual({
      status: 200,
      html: Buffer.from('<b>{"kind":"member","personId":"ada"}</b>'),
      tags: ['basket:é'],
      assets: { css: [], js: ['/mini.js'] },
    })
  })

  it('sets no cookie, alone or with others, whatever other plugins do', async () => {
    const responses = [await ask(pathOf([mini])), await ask(pathOf([mini, mini]))]

    expect(responses.map(({ statusCode, headers }) => [statusCode, headers['set-cookie']])).toEqual(
      [
        [200, undefined],
        [200, undefined],
      ],
    )
  })

  it.each([
    ['cart-mini', '', 200],
    ['order-summary', 'order=1', 200],
    ['order-summary', '', 400],
    ['order-summary', 'order=broken', 500],
    ['order-summary', 'order=slow', 504],
    ['product-cards', '', 404],
  ])('%s?%s answers %i', async (name, query, status) => {
    const response = await ask(pathOf([{ name, query }]))

    expect(response.statusCode).toBe(status)
    expect(errors).toEqual(status === 500 ? ['A fragment failed'] : [])
  })

  it('comes with others, each with a status of its own', async () => {
    const queries = ['order=1', 'order=broken', 'order=slow', '', 'order=2']
    const asked = queries.map((query) => ({ name: 'order-summary', query }))

    const response = await ask(pathOf(asked))

    const answers = decodeBatch(response.rawPayload)
    expect(answers.map(({ status, html }) => [status, html.toString()])).toEqual([
      [200, 'order 1'],
      [500, ''],
      [504, ''],
      [400, ''],
      [200, 'order 2'],
    ])
  })
})

describe('without a right signature', () => {
  const paths = [pathOf([mini]), pathOf([mini, mini]), '/internal/fragments/no-such']

  it.each(paths)('%s is refused, always with the same words', async (path) => {
    const wrong = [
      await app.inject({ path }),
      await ask(path, { 'x-viewer': 'member:bob' }),
      await ask(path, { 'x-signature': 'A'.repeat(43) }),
      await ask(path, { ...signRequest('other', { method: 'GET', path, viewer: 'anonymous' }) }),
      await ask(path, old(path)),
    ]

    for (const { statusCode, body } of wrong) expect([statusCode, body]).toEqual([401, 'unsigned'])
  })

  it('a signature for one query is none for another', async () => {
    const headers = signRequest(secret, {
      method: 'GET',
      path: pathOf([mini]),
      viewer: 'anonymous',
    })

    const response = await app.inject({
      path: `${pathOf([mini])}?order=1`,
      headers: { ...headers },
    })

    expect(response.statusCode).toBe(401)
  })
})

function old(path: string): Record<string, string> {
  const request = { method: 'GET', path, viewer: encodeViewer(ada) }
  return { ...signRequest(secret, request, Date.now() - 31_000) }
}

describe('a registry', () => {
  it('takes only what the catalogue has, and that once', () => {
    const none = z.object({})

    expect(() => app.fragment('calendar-month', { params: none }, nothing)).toThrow(
      'the catalogue has no fragment cart/calendar-month',
    )
    expect(() => app.fragment('cart-mini', { params: none }, nothing)).toThrow(
      'there are two fragments cart/cart-mini',
    )
  })

  it('lets a shared fragment know nobody', async () => {
    const registry = new FragmentRegistry('blog', { error: () => undefined })
    registry.add('nav-tree', z.object({}), async ({ viewer }) => ({ html: viewer.kind, tags: [] }))
    const { query } = fragment('blog/nav-tree')

    const [answer] = await registry.answer([{ name: 'nav-tree', query }], ada)

    expect(answer?.html.toString()).toBe('anonymous')
  })
})
