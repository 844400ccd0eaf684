import type { FastifyInstance } from 'fastify'
import fastifyPlugin from 'fastify-plugin'
import { createOutgoing } from '@rose-ash/shared/http'

/** Gives the blog its way to other people's servers, before anything that uses it. */
export const outgoingClient = fastifyPlugin(async (app: FastifyInstance) => {
  const outgoing = createOutgoing({ allow: app.appConfig.outgoingPrivate })
  app.decorate('outgoing', outgoing)
  app.addHook('onClose', () => outgoing.close())
})
