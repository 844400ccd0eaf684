import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Refusal } from '@rose-ash/shared/errors'
import { ghostPartsOf } from '../ghost-parts.ts'
import { startImport, stopImport } from '../import/control-import.ts'
import { changeMode } from './change-mode.ts'
import { connectGhost } from './connect-ghost.ts'
import { disconnectGhost } from './disconnect-ghost.ts'
import { checkAdmin } from './errors.ts'
import { ghostPage } from './ghost-page.ts'
import { personOf } from './person-of.ts'

const body = z.object({ url: z.string().trim().max(500), adminKey: z.string().trim().max(200) })
const params = z.object({ siteId: z.uuid() })
/** Sending changes to a Ghost must be confirmed. */
const modeBody = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('pull') }),
  z.object({ mode: z.enum(['push', 'two-way']), confirmed: z.literal('on') }),
])
const config = { access: 'admin' as const }

/** `/ghost`: the Ghosts that the cooperative keeps in step with. */
export const ghostSiteRoutes: FastifyPluginAsyncZod = async (app) => {
  const parts = ghostPartsOf(app)

  app.get('/ghost', { config }, async (request, reply) => {
    await checkAdmin(parts, personOf(request.viewer))
    return reply.page('ghost/sites.njk', { load: () => ghostPage(app, {}) })
  })

  app.post('/ghost', { config, schema: { body } }, async (request, reply) => {
    const personId = personOf(request.viewer)
    await checkAdmin(parts, personId)
    try {
      await connectGhost(parts, { personId, ...request.body })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const form = { url: request.body.url, problem: error.message }
      return reply.code(error.status).page('ghost/sites.njk', { load: () => ghostPage(app, form) })
    }
    return reply.redirect('/ghost', 303)
  })

  app.post('/ghost/:siteId/imports', { config, schema: { params } }, async (request, reply) => {
    await startImport(parts, { personId: personOf(request.viewer), ...request.params })
    return reply.redirect('/ghost', 303)
  })

  const change = { config, schema: { params, body: modeBody } }
  app.post('/ghost/:siteId/mode', change, async (request, reply) => {
    const { mode } = request.body
    await changeMode(parts, { personId: personOf(request.viewer), ...request.params, mode })
    return reply.redirect('/ghost', 303)
  })

  app.post(
    '/ghost/:siteId/import-stops',
    { config, schema: { params } },
    async (request, reply) => {
      await stopImport(parts, { personId: personOf(request.viewer), ...request.params })
      return reply.redirect('/ghost', 303)
    },
  )

  app.post(
    '/ghost/:siteId/disconnection',
    { config, schema: { params } },
    async (request, reply) => {
      await disconnectGhost(parts, { personId: personOf(request.viewer), ...request.params })
      return reply.redirect('/ghost', 303)
    },
  )
}
