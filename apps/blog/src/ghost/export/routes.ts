import { Readable } from 'node:stream'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { SignInNeeded } from '@rose-ash/shared/errors'
import { navTree, visible } from '../../navigation/queries.ts'
import { ghostPartsOf } from '../ghost-parts.ts'
import { checkAdmin } from '../sites/errors.ts'
import { exportSite } from './export-site.ts'

/** `/ghost/export.json`: everything that is written here, for a Ghost. */
export const ghostExportRoutes: FastifyPluginAsyncZod = async (app) => {
  const parts = ghostPartsOf(app)
  const { cooperative } = app.appConfig

  app.get('/ghost/export.json', { config: { access: 'admin' } }, async (request, reply) => {
    if (request.viewer.kind !== 'member') throw new SignInNeeded()
    await checkAdmin(parts, request.viewer.personId)
    const now = parts.now()
    const menu = visible(await navTree(app.db, app.services, parts.origins))
    const site = { origin: parts.origin, title: cooperative.name, menu, now }
    const pieces = exportSite(app.db, site)
    return reply
      .type('application/json; charset=utf-8')
      .header(
        'content-disposition',
        `attachment; filename="ghost-${now.toISOString().slice(0, 10)}.json"`,
      )
      .send(Readable.from(pieces))
  })
}
