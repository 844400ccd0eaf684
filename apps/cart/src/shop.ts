import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { AppName, Config } from '@rose-ash/shared/config'
import type { Services } from '@rose-ash/shared/services/registry'

/** What the cart's verbs need besides the database; made once, in `app.ts`. */
export interface Shop {
  services: Services
  config: Config
  log: Pick<FastifyBaseLogger, 'warn'>
  origins: Record<AppName, string>
  /** Drops what is cached of these things, on every app; after the commit. */
  purge(tags: string[]): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    shop: Shop
  }
}

/** Gives the cart's routes, handlers and jobs their shop. */
export const shopPlugin = fastifyPlugin(async (app: FastifyInstance) => {
  const { appConfig, services, cache } = app
  app.decorate('shop', {
    services,
    config: appConfig,
    log: app.log,
    origins: appConfig.origins,
    purge: (tags) => cache.purge(tags),
  })
})
