import fastifyRateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { Redis } from 'ioredis'
import { Refusal } from '../errors/index.ts'

/** One address asks for too much at once. */
class TooMany extends Refusal {
  constructor(seconds: number) {
    super('too_many', 429, `That was a lot at once. Please try again in ${seconds} seconds.`)
  }
}

interface RateLimitOptions {
  app: string
  /** Counts for all processes of an app together; without it each counts for itself. */
  redis: Redis | undefined
}

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Limits what one address may change: 120 times a minute, unless a route asks for less with
 * `config.rateLimit`. Reading is cheap and not counted. A dead Redis limits nobody.
 */
export const rateLimitPlugin = fastifyPlugin<RateLimitOptions>(
  async (app: FastifyInstance, { app: name, redis }) => {
    app.addHook('onRoute', (route) => {
      const methods = [route.method].flat()
      if (!methods.some((method) => changing.has(method))) return
      route.config = { rateLimit: { max: 120, timeWindow: '1 minute' }, ...route.config }
    })
    await app.register(fastifyRateLimit, {
      global: false,
      ...(redis && { redis }),
      nameSpace: `limit:${name}:`,
      skipOnError: true,
      errorResponseBuilder: (_request, { ttl }) => new TooMany(Math.ceil(ttl / 1_000)),
    })
  },
)
