import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** A registry of this app's own, with Node's figures. */
export function createMetrics(app: string): Registry {
  const metrics = new Registry()
  metrics.setDefaultLabels({ app })
  collectDefaultMetrics({ register: metrics })
  return metrics
}

/** Counts and times every request by route, method and status. */
export const requestMetricsPlugin = fastifyPlugin<{ metrics: Registry }>(
  async (app: FastifyInstance, { metrics }) => {
    const duration = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'How long requests took, by route',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: [0.002, 0.01, 0.05, 0.2, 1, 5],
      registers: [metrics],
    })
    app.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'none'
      const labels = { method: request.method, route, status: reply.statusCode }
      duration.observe(labels, reply.elapsedTime / 1_000)
      done()
    })
  },
)
