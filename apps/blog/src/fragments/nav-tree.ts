import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { navTree, visible } from '../navigation/queries.ts'

/** The navigation in the frame of every page. */
export const navTreeFragment: FastifyPluginAsyncZod = async (app) => {
  app.fragment('nav-tree', { params: z.object({}) }, async () => {
    const { db, services, appConfig } = app
    const items = visible(await navTree(db, services, appConfig.origins))
    return { html: app.views.render('fragments/nav-tree.njk', { items }), tags: ['navigation'] }
  })
}
