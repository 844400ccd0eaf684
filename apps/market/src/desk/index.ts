import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { deskMarketRoutes } from './markets/routes.ts'
import { newProductRoutes, productFormRoutes } from './products/form-routes.ts'
import { windowRoutes, windowsPageRoutes } from '../windows/routes.ts'
import { pickupPointRoutes, scheduleRoutes } from '../windows/schedule-routes.ts'
import { deskProductRoutes, productListRoutes } from './products/routes.ts'

/** Where markets are run: everything below `/desk`. */
export const deskFeatures: FastifyPluginAsyncZod[] = [
  deskMarketRoutes,
  productListRoutes,
  deskProductRoutes,
  windowsPageRoutes,
  windowRoutes,
  scheduleRoutes,
  pickupPointRoutes,
  newProductRoutes,
  productFormRoutes,
]
