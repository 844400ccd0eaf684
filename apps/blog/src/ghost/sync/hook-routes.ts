import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ghostPartsOf } from '../ghost-parts.ts'
import { takeNudge } from './take-nudge.ts'

const params = z.object({ siteId: z.uuid() })
/** A long post with its HTML and all its revisions. */
const bodyLimit = 16 * 1024 * 1024

/** `/ghost/hooks/:siteId`: where a Ghost says that something happened. */
export const ghostHookRoutes: FastifyPluginAsyncZod = async (app) => {
  const parts = ghostPartsOf(app)
  // The signature is over the bytes as they came.
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, raw, done) =>
    done(null, raw),
  )

  const config = { access: 'public' as const }
  app.post(
    '/ghost/hooks/:siteId',
    { config, bodyLimit, schema: { params } },
    async (request, reply) => {
      const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const signature = [request.headers['x-ghost-signature']].flat()[0]
      await takeNudge(parts, { siteId: request.params.siteId, raw, signature })
      return reply.code(202).send()
    },
  )
}
