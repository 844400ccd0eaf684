import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { accountRoutes } from './accounts/routes.ts'
import { bookRoutes } from './books/routes.ts'
import { memberFormRoutes, memberRoutes } from './members/routes.ts'
import { payoutRoutes } from './payouts/routes.ts'
import { payoutRunRoutes, statementRoutes } from './payouts/run-routes.ts'
import { reconciliationRoutes } from './reconciliation/routes.ts'

/** The books, and what is done with them; everything below `/desk`. */
export const accountingFeatures: FastifyPluginAsyncZod[] = [
  accountRoutes,
  memberRoutes,
  memberFormRoutes,
  bookRoutes,
  payoutRoutes,
  payoutRunRoutes,
  statementRoutes,
  reconciliationRoutes,
]
