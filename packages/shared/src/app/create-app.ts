import fastifyCookie from '@fastify/cookie'
import fastifyFormbody from '@fastify/formbody'
import { fastify, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Cache } from '../cache/index.ts'
import type { Config } from '../config/index.ts'
import type { Db } from '../db/index.ts'
import { createSessions, type Sessions, signInPlugin, viewerPlugin } from '../oauth/index.ts'
import { createServices, type Services } from '../services/registry.ts'
import type { Views } from '../views/index.ts'
import { accessPlugin } from './access.ts'
import type { AppParts } from './app-parts.ts'
import { assetsPlugin } from './assets.ts'
import { csrfPlugin } from './csrf.ts'
import { errorPagesPlugin } from './error-pages.ts'
import { healthPlugin } from './health.ts'
import { createLifecycle } from './lifecycle.ts'
import { createMetrics, requestMetricsPlugin } from './metrics.ts'
import { openResources } from './open-resources.ts'
import { pagesPlugin } from './pages.ts'
import { rateLimitPlugin } from './rate-limit.ts'
import { RequestLog } from './request-log.ts'
import { securityHeadersPlugin } from './security-headers.ts'
import { startTelemetry } from './telemetry.ts'

declare module 'fastify' {
  interface FastifyInstance {
    appConfig: Config
    db: Db
    services: Services
    cache: Cache
    views: Views
    sessions: Sessions
    /** Makes the app ready: schema, outbox, jobs. Resolves when `/readyz` says so. */
    open(): Promise<void>
  }
}

/** Builds one of the six apps. It listens at once and is ready after `open()`. */
export async function createApp(config: Config, parts: AppParts): Promise<FastifyInstance> {
  const app = fastify({
    logger: { level: config.logLevel, redact: ['req.headers.cookie', 'req.headers.authorization'] },
    logController: new RequestLog(),
    trustProxy: true,
    requestIdHeader: 'x-request-id',
    bodyLimit: 256 * 1024,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  const resources = await openResources(config, app.log as never)
  const metrics = createMetrics(config.app)
  const { handle } = config.cooperative
  const services = createServices({ origins: config.origins, handle, admins: config.admins })
  app.decorate('appConfig', config)
  app.decorate('db', resources.database.db)
  app.decorate('services', services)
  app.decorate('cache', resources.cache)

  await startTelemetry(app, config)
  await app.register(requestMetricsPlugin, { metrics })
  await app.register(securityHeadersPlugin, { config })
  await app.register(fastifyCookie)
  await app.register(fastifyFormbody)
  const { cache, store } = resources
  const sessions = createSessions({ app: config.app, store, cache })
  app.decorate('sessions', sessions)
  await app.register(viewerPlugin, { config, sessions })
  await app.register(csrfPlugin, { origins: [config.base, ...Object.values(config.origins)] })
  await app.register(rateLimitPlugin, { app: config.app, redis: resources.redis })
  await app.register(accessPlugin)
  await app.register(pagesPlugin, { config, metrics, views: parts.views })
  await app.register(errorPagesPlugin)
  await app.register(healthPlugin, { pool: resources.database.pool, metrics, ...resources })
  await app.register(assetsPlugin)
  const { db } = resources.database
  const purge = (tags: string[]) => cache.purge(tags)
  await app.register(signInPlugin, { config, db, services, sessions, store, purge })
  for (const feature of parts.features) await app.register(feature)
  app.decorate('open', createLifecycle(app, { config, parts, resources }))
  return app
}
