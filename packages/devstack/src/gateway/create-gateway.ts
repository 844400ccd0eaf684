import httpProxy from '@fastify/http-proxy'
import { fastify, type FastifyInstance } from 'fastify'

export interface GatewayOptions {
  /** Public host (with port) → where it goes. */
  upstreams: Record<string, string>
}

/** What only the stack itself may ask: never let in from outside. */
const internal = /^\/(internal|metrics|healthz|readyz)(\/|\?|$)/

/**
 * Plays Caddy's part in development: one port, and the host says which app answers. Apps learn the
 * public host and scheme from `X-Forwarded-*`.
 */
export async function createGateway({ upstreams }: GatewayOptions): Promise<FastifyInstance> {
  const gateway = fastify({ forceCloseConnections: true })
  gateway.addHook('onRequest', async (request, reply) => {
    if (internal.test(request.url)) return reply.code(404).send('Not found')
  })
  for (const [host, upstream] of Object.entries(upstreams)) {
    await gateway.register(httpProxy, {
      upstream,
      constraints: { host },
      http: { requestOptions: { timeout: 30_000 } },
      replyOptions: {
        rewriteRequestHeaders: (request, headers) => ({
          ...headers,
          host,
          'x-forwarded-for': request.socket.remoteAddress ?? '',
          'x-forwarded-host': host,
          'x-forwarded-proto': 'http',
        }),
        onError: (reply) => {
          reply.code(502).send('This part of the cooperative is not answering. Try again shortly.')
        },
      },
    })
  }
  return gateway
}
