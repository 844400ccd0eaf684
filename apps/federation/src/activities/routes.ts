import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { NotFound } from '@rose-ash/shared/errors'
import { describeActivity } from './describe-activity.ts'
import { publicActivities, publicActivity } from './queries.ts'

const querystring = z.object({ before: z.uuid().optional() })
const params = z.object({ id: z.string() })
const config = { access: 'public' } as const

/** `/`: what the cooperative did lately. `/activities/:id`: one, for programs. */
export const activityRoutes: FastifyPluginAsyncZod = async (app) => {
  const { origins } = app.appConfig

  app.get('/', { config, schema: { querystring } }, async (request, reply) => {
    const { before: from } = request.query
    return reply.page('home.njk', {
      load: async () => {
        const { activities, before } = await publicActivities(app.db, from)
        return {
          page: { title: 'What we did lately', canonical: `${origins.federation}/` },
          activities: activities.map(describeActivity),
          olderHref: before && `/?before=${before}`,
        }
      },
    })
  })

  app.get('/activities/:id', { config, schema: { params } }, async (request, reply) => {
    const id = z.uuid().safeParse(request.params.id).data
    const found = id && (await publicActivity(app.db, id))
    if (!found) throw new NotFound('activity')
    return reply.type('application/activity+json; charset=utf-8').send(found.activity)
  })
}
