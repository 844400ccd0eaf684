import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { entryTags } from '../entries/entry-tags.ts'
import { entryCard } from '../entries/queries.ts'

const params = z.object({ entry: z.uuid() })

/** One thing that is on, inside a story of the blog. */
export const entryCardFragment: FastifyPluginAsyncZod = async (app) => {
  app.fragment('entry-card', { params }, async ({ params }) => {
    const entry = await entryCard(app.db, params.entry)
    if (!entry) return { html: '', tags: [`entry:${params.entry}`] }
    const origin = app.appConfig.origins.events
    const html = app.views.render('fragments/entry-card.njk', { entry, origin })
    return { html, tags: entryTags([entry]) }
  })
}
