import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { messageRoutes } from './desk/message-routes.ts'
import { merchantRoutes, sellerRoutes } from './desk/routes.ts'

/** Who is paid and on what terms; everything below `/desk`. */
export const merchantFeatures: FastifyPluginAsyncZod[] = [
  merchantRoutes,
  sellerRoutes,
  messageRoutes,
]
