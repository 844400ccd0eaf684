import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { linkRoutes } from './link-routes.ts'
import { codeRoutes, mailRoutes, signInRoutes } from './routes.ts'

/** The pages on which people sign in. Nobody keeps them, and no other site learns their address. */
export const signInPlugin: FastifyPluginAsyncZod = async (app) => {
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('cache-control', 'no-store').header('referrer-policy', 'same-origin')
  })
  for (const routes of [signInRoutes, mailRoutes, codeRoutes, linkRoutes]) {
    await app.register(routes)
  }
}
