import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type pg from 'pg'
import type { Registry } from 'prom-client'
import { Refusal } from '../errors/index.ts'

/** Where an app is in its life; `/readyz` answers 200 only while it is `ready`. */
export type Phase = 'starting' | 'ready' | 'draining'

declare module 'fastify' {
  interface FastifyInstance {
    phase: Phase
  }
}

/** The app waits for its database, or for the schema. */
class Starting extends Refusal {
  constructor() {
    super('starting', 503, 'This part of the cooperative is not open yet. Try again in a moment.')
  }
}

interface HealthOptions {
  pool: pg.Pool
  metrics: Registry
  /** Whether the shared cache answers; a dead one makes pages slower, not wrong. */
  cacheAnswers(): Promise<boolean>
}

/**
 * `/healthz` (the process lives), `/readyz` (send it traffic) and `/metrics` (Prometheus). None of
 * them is routed from outside. Until the app is ready, everything else is refused with 503.
 */
export const healthPlugin = fastifyPlugin<HealthOptions>(
  async (app: FastifyInstance, { pool, metrics, cacheAnswers }) => {
    app.decorate('phase', 'starting')
    const config = { access: 'internal' as const }

    app.get('/healthz', { config }, async () => ({ status: 'ok' }))

    app.get('/readyz', { config }, async (_request, reply) => {
      const [database, cache] = await Promise.all([answers(pool), cacheAnswers()])
      const ready = app.phase === 'ready' && database
      return reply.code(ready ? 200 : 503).send({ phase: app.phase, database, cache })
    })

    app.get('/metrics', { config }, async (_request, reply) =>
      reply.type(metrics.contentType).send(await metrics.metrics()),
    )

    app.addHook('onRequest', (request, reply, done) => {
      const open = app.phase !== 'starting' || request.routeOptions.config.access === 'internal'
      if (!open) reply.header('retry-after', '2')
      done(open ? undefined : new Starting())
    })
  },
)

async function answers(pool: pg.Pool): Promise<boolean> {
  try {
    await pool.query('select 1')
    return true
  } catch {
    return false
  }
}
