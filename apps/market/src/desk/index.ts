import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { bulkRoutes } from './bulk/routes.ts'
import { categoryRoutes, categoryTreeRoutes } from './categories/routes.ts'
import { collectionListRoutes, collectionRoutes } from './collections/routes.ts'
import { deskMarketRoutes } from './markets/routes.ts'
import { priceRoutes } from './prices/routes.ts'
import { newProductRoutes, productFormRoutes } from './products/form-routes.ts'
import { productPreviewRoutes } from './products/preview-routes.ts'
import { deskProductRoutes, productListRoutes } from './products/routes.ts'
import { stockRoutes } from './stock/routes.ts'
import { stockTakeRoutes } from './stock/take-routes.ts'

/** Where markets are run: everything below `/desk`. */
export const deskFeatures: FastifyPluginAsyncZod[] = [
  deskMarketRoutes,
  productListRoutes,
  deskProductRoutes,
  productPreviewRoutes,
  newProductRoutes,
  productFormRoutes,
  stockRoutes,
  stockTakeRoutes,
  bulkRoutes,
  categoryTreeRoutes,
  categoryRoutes,
  collectionListRoutes,
  collectionRoutes,
  priceRoutes,
]
