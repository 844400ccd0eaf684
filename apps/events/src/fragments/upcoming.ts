import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { entryTags } from '../entries/entry-tags.ts'
import { upcoming } from '../entries/queries.ts'

const params = z.object({ limit: z.coerce.number().int().min(1).max(12).default(4) })

/** What is on next, for the other apps' pages. */
export const upcomingFragment: FastifyPluginAsyncZod = async (app) => {
  app.fragment('upcoming', { params }, async ({ params }) => {
    const entries = await upcoming(app.db, params.limit)
    const origin = app.appConfig.origins.events
    const html = app.views.render('fragments/upcoming.njk', { entries, origin })
    return { html, tags: ['entries', ...entryTags(entries)] }
  })
}
