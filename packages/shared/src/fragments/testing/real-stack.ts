import { fastify, type FastifyInstance } from 'fastify'
import { z } from 'zod'
import { Cache, type Store } from '../../cache/index.ts'
import { quietLog } from '../../cache/testing/quiet-log.ts'
import { type AppName, forEachApp } from '../../config/index.ts'
import { type InternalGet, internalClient } from '../../http/index.ts'
import { FragmentClient } from '../fragment-client.ts'
import { FragmentRegistry, type MadeFragment } from '../fragment-registry.ts'
import type { FragmentSourceOptions } from '../fragment-source.ts'
import { fragmentsPlugin } from '../fragments-plugin.ts'
import { pagePlugin } from '../page-plugin.ts'
import { anonymous, type Viewer } from '../viewer.ts'

const secret = 'a secret of the stack'
const noLog = { error: () => undefined }

/**
 * Two apps of a stack, each listening: cart and account make fragments that name their viewer after
 * a little while, and the blog has a cached page of both and one that is made for each request.
 */
export async function realStack(store: Store) {
  const cart = await owner('cart', 'cart-mini')
  const account = await owner('account', 'account-menu')
  const addresses = { cart: cart.address, account: account.address }
  const http = internalClient({ addresses, secret })
  // A test machine may be slow: here nobody runs out of time.
  const patient = {
    get: (app: string, request: InternalGet) => http.get(app, { ...request, timeoutMs: 30_000 }),
  }
  const cache = new Cache({ store, bus: null })
  const blog = await pagesOf(cache, patient)
  return {
    cache,
    async get(path: string, viewer?: string): Promise<string> {
      const headers = viewer === undefined ? {} : { viewer }
      return (await blog.inject({ path, headers })).body
    },
    async close() {
      await http.close()
      await Promise.all([cart, account, { app: blog }].map(({ app }) => app.close()))
    },
  }
}

async function owner(app: AppName, name: 'cart-mini' | 'account-menu') {
  const registry = new FragmentRegistry(app, noLog)
  const server = fastify({ forceCloseConnections: true })
  await server.register(fragmentsPlugin, { registry, secret })
  server.fragment(name, { params: z.object({}) }, async ({ viewer }): Promise<MadeFragment> => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10))
    return { html: `${name} of ${nameOf(viewer)}`, tags: [`${name}:${nameOf(viewer)}`] }
  })
  return { app: server, address: await server.listen({ port: 0, host: '127.0.0.1' }) }
}

async function pagesOf(
  cache: Cache,
  http: FragmentSourceOptions['http'],
): Promise<FastifyInstance> {
  const registry = new FragmentRegistry('blog', noLog)
  const origins = forEachApp((app) => `https://${app}.test`)
  const app = fastify()
  await app.register(pagePlugin, {
    app: 'blog',
    release: '1',
    fragments: [],
    cache,
    keepPages: true,
    client: new FragmentClient({ cache, registry, http, origins, log: quietLog() }),
    fallbacks: { inc: () => undefined },
    log: quietLog(),
    render: (_template, { fragment }) =>
      `[${fragment('cart/cart-mini')}][${fragment('account/account-menu')}]`,
    viewerOf: ({ headers }) => viewerNamed(headers.viewer),
    csp: (nonce) => `script-src 'nonce-${nonce}'`,
    noticeOf: () => undefined,
    front: null,
  })
  const cache10 = { freshMs: 10, tags: () => ['page'] }
  app.get('/cached', (_request, reply) => reply.page('page', { load: nothing, cache: cache10 }))
  app.get('/own', (_request, reply) => reply.page('page', { load: nothing }))
  return app
}

function nothing(): object {
  return {}
}

/** `v…` is a visitor, any other name a member. */
function viewerNamed(name: unknown): Viewer {
  if (typeof name !== 'string') return anonymous
  return name.startsWith('v')
    ? { kind: 'visitor', visitorId: name }
    : { kind: 'member', personId: name }
}

function nameOf(viewer: Viewer): string {
  if (viewer.kind === 'member') return viewer.personId
  return viewer.kind === 'visitor' ? viewer.visitorId : 'nobody'
}
