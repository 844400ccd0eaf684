import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { entryTags } from './entry-tags.ts'
import { findEntry, upcoming } from './queries.ts'

const params = z.object({ slug: z.string().max(200) })
const config = { access: 'public' as const }
const shown = 50

/** `/`: what is on; `/entries/:slug`: one entry and its tickets. */
export const entryRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, appConfig } = app

  app.get('/', { config }, async (_request, reply) =>
    reply.page('home.njk', {
      cache: { freshMs: 30_000, tags: ({ entries }) => ['entries', ...entryTags(entries)] },
      load: async () => ({
        page: { title: 'What is on', app: 'events' },
        entries: await upcoming(db, shown),
      }),
    }),
  )

  app.get('/entries/:slug', { config, schema: { params } }, async (request, reply) =>
    reply.page('event.njk', {
      cache: {
        freshMs: 5_000,
        tags: ({ entry }) => [
          ...entryTags([entry]),
          ...entry.ticketTypes.map(({ id }) => `item:${id}`),
        ],
      },
      async load() {
        const entry = await findEntry(db, request.params.slug)
        if (!entry) throw new NotFound('event')
        const { title, summary: description, href } = entry
        const chosen = entry.ticketTypes.filter(({ choice }) => choice).map(({ id }) => id)
        const evensOut = await services.cart.evensOut(db, chosen)
        const canonical = appConfig.origins.events + href
        return { page: { title, description, canonical, app: 'events' }, entry, evensOut }
      },
    }),
  )
}
