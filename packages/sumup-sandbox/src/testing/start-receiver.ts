import fastify from 'fastify'
import type { FastifyRequest } from 'fastify'
import { onTestFinished } from 'vitest'

export interface Received {
  path: string
  headers: FastifyRequest['headers']
  body: unknown
}

/** A shop's address for webhooks; answers 204, or the given statuses one after the other. */
export async function startReceiver(
  statuses: number[] = [],
): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = []
  const app = fastify()
  app.post('/*', (request, reply) => {
    received.push({ path: request.url, headers: request.headers, body: request.body })
    return reply.code(statuses[received.length - 1] ?? 204).send()
  })
  onTestFinished(() => app.close())
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), received }
}
