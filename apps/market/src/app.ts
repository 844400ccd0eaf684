import type { FastifyInstance } from 'fastify'
import { createApp } from '@rose-ash/shared/app'
import type { Config } from '@rose-ash/shared/config'
import { containerCards } from './fragments/container-cards.ts'
import { productCards } from './fragments/product-cards.ts'
import { marketShelf } from './fragments/market-shelf.ts'
import { productCardFragment } from './fragments/product-card.ts'
import { marketRoutes } from './markets/routes.ts'
import { productRoutes } from './products/routes.ts'

/** The market: shelves and products. */
export function createMarket(config: Config): Promise<FastifyInstance> {
  return createApp(config, {
    views: new URL('views/', import.meta.url),
    features: [
      marketRoutes,
      productRoutes,
      productCards,
      containerCards,
      productCardFragment,
      marketShelf,
    ],
  })
}
