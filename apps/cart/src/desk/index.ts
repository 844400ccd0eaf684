import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { dashboardRoutes } from './dashboard/routes.ts'
import { handoverRoutes } from './handover-routes.ts'
import { pickingFileRoutes, pickingRoutes } from './picking/routes.ts'
import { optionListRoutes, optionRoutes } from './options/routes.ts'
import { orderListRoutes } from './orders/list-routes.ts'
import { cashRoutes, failedRefundRoutes, refundRoutes } from './orders/money-routes.ts'
import { deskOrderRoutes } from './orders/order-routes.ts'

/** Where those who sell see to orders; everything below `/desk`. */
export const orderDeskFeatures: FastifyPluginAsyncZod[] = [
  dashboardRoutes,
  orderListRoutes,
  deskOrderRoutes,
  cashRoutes,
  refundRoutes,
  failedRefundRoutes,
  handoverRoutes,
  pickingRoutes,
  pickingFileRoutes,
  optionListRoutes,
  optionRoutes,
]
