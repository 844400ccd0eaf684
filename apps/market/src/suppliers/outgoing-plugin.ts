import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { createOutgoing } from '@rose-ash/shared/http'

/** Gives the market its way to suppliers' servers, before anything that uses it. */
export const supplierOutgoing = fastifyPlugin(async (app: FastifyInstance) => {
  const outgoing = createOutgoing({ allow: app.appConfig.outgoingPrivate })
  app.decorate('supplierOutgoing', outgoing)
  app.addHook('onClose', () => outgoing.close())
})
