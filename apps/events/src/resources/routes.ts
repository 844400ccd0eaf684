import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { bookable, findResource, slotsBetween } from './queries.ts'
import { resourceTags, slotTags } from './resource-tags.ts'
import { serviceLd } from './structured-data.ts'
import { dateOf, layOutWeek, mondayOf, weekRange } from './week.ts'

const config = { access: 'public' as const }
const params = z.object({ slug: z.string().max(200) })
const ofPage = z.object({ page: z.uuid().optional() })
const ofWeek = z.object({
  from: z.iso
    .date('a date such as 2026-11-27')
    .refine((date) => date >= '2000-01-01' && date < '2100-01-01', 'a date of this century')
    .optional(),
})

/** `/resources`: what can be booked; `/resources/:slug`: one thing and a week of its slots. */
export const resourceRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, appConfig } = app

  app.get('/resources', { config, schema: { querystring: ofPage } }, async (request, reply) => {
    const { page: pageId } = request.query
    return reply.page('resources/list.njk', {
      cache: {
        freshMs: 15_000,
        tags: ({ resources }) => [
          'resources',
          ...(pageId ? [`resources-of:${pageId}`] : []),
          ...resources.flatMap(resourceTags),
        ],
      },
      load: async () => {
        const resources = await bookable(db, services, pageId ?? null)
        return {
          page: { title: 'To book', app: 'events' },
          resources,
          ofPage: pageId !== undefined,
        }
      },
    })
  })

  const week = { config, schema: { params, querystring: ofWeek } }
  app.get('/resources/:slug', week, async (request, reply) =>
    reply.page('resources/resource.njk', {
      cache: {
        freshMs: 5_000,
        tags: ({ resource, slots }) => [...resourceTags(resource), ...slotTags(slots)],
      },
      async load() {
        const resource = await findResource(db, services, request.params.slug)
        if (!resource) throw new NotFound('thing to book')
        const { id: resourceId, title, description, timeZone, href, nextFree } = resource
        const now = new Date()
        const monday = mondayOf(request.query.from, now, timeZone)
        const slots = await slotsBetween(db, { resourceId, ...weekRange(monday, timeZone) })
        const canonical = appConfig.origins.events + href
        const pageHref = `${appConfig.origins.blog}/${resource.page.slug}`
        return {
          page: { title, description: description.slice(0, 160), canonical, app: 'events' },
          resource,
          pageHref,
          week: layOutWeek(monday, timeZone, slots),
          isThisWeek: monday === mondayOf(undefined, now, timeZone),
          here: `${canonical}?from=${monday}`,
          nextFreeHref: nextFree && `${href}?from=${dateOf(nextFree, timeZone).toString()}`,
          slots,
          ld: serviceLd(resource, slots, { own: canonical, page: pageHref }),
        }
      },
    }),
  )
}
