import fastify from 'fastify'
import type { FastifyInstance } from 'fastify'

import { problem, sendError } from './api/api-errors.ts'
import { checkoutRoutes } from './api/checkout-routes.ts'
import { historyRoutes } from './api/history-routes.ts'
import { acceptEmptyJson } from './api/json-body.ts'
import { merchantRoutes } from './api/merchant-routes.ts'
import { payoutRoutes } from './api/payout-routes.ts'
import { receiptRoutes } from './api/receipt-routes.ts'
import { refundRoutes } from './api/refund-routes.ts'
import { transactionRoutes } from './api/transaction-routes.ts'
import { controlRoutes } from './control-routes.ts'
import { injectFaults } from './failures/inject-faults.ts'
import { homeRoutes } from './hosted/home-routes.ts'
import { hostedRoutes } from './hosted/hosted-routes.ts'
import type { SandboxOptions } from './sandbox-options.ts'
import { Sandbox } from './sandbox.ts'
import { widgetRoutes } from './widget/widget-routes.ts'

/** A server with SumUp's API, not yet listening. Closing it ends its timers and webhooks. */
export function createSumupSandbox(options: SandboxOptions): FastifyInstance {
  const sandbox = new Sandbox(options)
  const app = fastify({ forceCloseConnections: true })
  acceptEmptyJson(app)
  injectFaults(app, sandbox.behaviour)
  app.setErrorHandler(sendError)
  app.setNotFoundHandler((request, reply) =>
    sendError(problem(404, 'There is no such operation here.'), request, reply),
  )
  for (const routes of [
    checkoutRoutes,
    transactionRoutes,
    historyRoutes,
    refundRoutes,
    payoutRoutes,
    receiptRoutes,
    merchantRoutes,
    hostedRoutes,
    widgetRoutes,
    homeRoutes,
    controlRoutes,
  ]) {
    void app.register(routes(sandbox))
  }
  app.addHook('onClose', () => sandbox.stop())
  return app
}
