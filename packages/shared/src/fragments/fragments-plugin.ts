import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { z } from 'zod'
import { verifyRequest } from '../http/index.ts'
import type { FragmentName } from './catalogue.ts'
import type { FragmentMaker, FragmentRegistry } from './fragment-registry.ts'
import { decodeViewer, type Viewer } from './viewer.ts'
import { encodeBatch, encodeHead, FRAGMENTS_PATH, parseAsked } from './wire.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Offers a fragment to all apps, this one's own pages included.
     *
     * @param name as in the catalogue, without the app.
     */
    fragment<Schema extends z.ZodType>(
      name: FragmentName,
      options: { params: Schema },
      make: FragmentMaker<z.output<Schema>>,
    ): void
  }
}

export interface FragmentsPluginOptions {
  registry: FragmentRegistry
  /** Shared by all processes of the stack. */
  secret: string
}

type One = { Params: { name: string } }
type Several = { Querystring: { f?: string | string[] } }

const plugin: FastifyPluginAsync<FragmentsPluginOptions> = async (app, { registry, secret }) => {
  app.decorate('fragment', (name, { params }, make) => registry.add(name, params, make))

  /** One answer to every wrong signature, whatever is wrong with it. */
  async function onRequest(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { method, url: path, headers } = request.raw
    const viewer = verifyRequest(secret, { method: method ?? '', path: path ?? '', headers })
    return viewer === null ? reply.code(401).type('text/plain').send('unsigned') : undefined
  }

  const route = { onRequest, onSend: withoutCookies }

  app.get<One>(`${FRAGMENTS_PATH}/:name`, route, async (request, reply) => {
    const [, query = ''] = request.url.split('?')
    const asked = { name: request.params.name, query }
    const [answer] = await registry.answer([asked], viewerOf(request))
    if (!answer) throw new Error('one was asked for')
    void reply.code(answer.status).header('x-fragment', encodeHead(answer))
    return reply.type('text/html; charset=utf-8').send(answer.html)
  })

  app.get<Several>(FRAGMENTS_PATH, route, async (request, reply) => {
    const { f = [] } = request.query
    const asked = parseAsked(typeof f === 'string' ? [f] : f)
    const answers = await registry.answer(asked, viewerOf(request))
    return reply.type('application/octet-stream').send(encodeBatch(answers))
  })
}

/** `/internal/fragments`: what this app makes, for the pages of all apps. */
export const fragmentsPlugin = fastifyPlugin(plugin, { name: 'fragments' })

/** The signature has vouched for it. */
function viewerOf(request: FastifyRequest): Viewer {
  return decodeViewer(String(request.headers['x-viewer']))
}

/** What is shown to many must not set a cookie, whatever other plugins do. */
async function withoutCookies(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  void reply.removeHeader('set-cookie')
}
