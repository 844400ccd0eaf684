import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Refusal } from '@rose-ash/shared/errors'
import { ghostPartsOf } from '../ghost-parts.ts'
import { checkAdmin } from '../sites/errors.ts'
import { ghostPage } from '../sites/ghost-page.ts'
import { personOf } from '../sites/person-of.ts'
import { retryTasks } from '../sync/waiting-tasks.ts'
import { forgetStaffToken, keepStaffToken } from './keep-staff-token.ts'

const params = z.object({ siteId: z.uuid() })
const body = z.object({ staffToken: z.string().trim().max(200) })
const config = { access: 'admin' as const }

/** `/ghost/:siteId/staff-token` for menus and redirects, and `…/retries` of what a Ghost refused. */
export const ghostStaffRoutes: FastifyPluginAsyncZod = async (app) => {
  const parts = ghostPartsOf(app)

  app.post(
    '/ghost/:siteId/staff-token',
    { config, schema: { params, body } },
    async (request, reply) => {
      const personId = personOf(request.viewer)
      const { siteId } = request.params
      await checkAdmin(parts, personId)
      try {
        await keepStaffToken(parts, { personId, siteId, ...request.body })
      } catch (error) {
        if (!(error instanceof Refusal) || error.status === 404) throw error
        const form = { staffSiteId: siteId, staffProblem: error.message }
        const load = () => ghostPage(app, form)
        return reply.code(error.status).page('ghost/sites.njk', { load })
      }
      return reply.redirect('/ghost', 303)
    },
  )

  const plain = { config, schema: { params } }
  app.post('/ghost/:siteId/staff-token/removal', plain, async (request, reply) => {
    await forgetStaffToken(parts, { personId: personOf(request.viewer), ...request.params })
    return reply.redirect('/ghost', 303)
  })

  app.post('/ghost/:siteId/retries', plain, async (request, reply) => {
    await retryTasks(parts, { personId: personOf(request.viewer), ...request.params })
    return reply.redirect('/ghost', 303)
  })
}
