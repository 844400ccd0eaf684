import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import type { AppName } from '@rose-ash/shared/config'
import type { Services } from '@rose-ash/shared/services/registry'
import type { PaymentProvider } from './payments/provider.ts'
import { createSumUpProvider } from './payments/sumup-provider.ts'

/** What the cart's verbs need besides the database; made once, in `app.ts`. */
export interface Shop {
  services: Services
  provider: PaymentProvider
  /** The provider's name for who gets the money. */
  merchantCode: string
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
    provider: createSumUpProvider(appConfig),
    merchantCode: appConfig.sumup.merchantCode,
    origins: appConfig.origins,
    purge: (tags) => cache.purge(tags),
  })
})
