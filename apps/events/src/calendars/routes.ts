import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { entriesBetween } from '../entries/queries.ts'
import { entryTags } from '../entries/entry-tags.ts'
import { layOutMonth, monthOf, monthRange } from './month.ts'
import { findCalendar } from './queries.ts'

const params = z.object({ slug: z.string().max(200) })
const querystring = z.object({
  month: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'a month such as 2026-11')
    .optional(),
})

/** `/calendars/:slug`: one month of a calendar. */
export const calendarRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services, appConfig } = app
  const config = { access: 'public' as const }

  app.get('/calendars/:slug', { config, schema: { params, querystring } }, async (request, reply) =>
    reply.page('calendar.njk', {
      cache: {
        freshMs: 30_000,
        tags: ({ calendar, entries }) => [`calendar:${calendar.id}`, ...entryTags(entries)],
      },
      async load() {
        const calendar = await findCalendar(db, services, request.params.slug)
        if (!calendar) throw new NotFound('calendar')
        const { id, title, description, timeZone, page } = calendar
        const now = new Date()
        const month = request.query.month ?? monthOf(now, timeZone)
        const range = monthRange(month, timeZone)
        const entries = await entriesBetween(db, { calendarIds: [id], ...range })
        return {
          page: { title, description, app: 'events' },
          calendar: {
            ...calendar,
            host: page && { title: page.title, href: `${appConfig.origins.blog}/${page.slug}` },
          },
          month: layOutMonth({ month, timeZone, now, entries }),
          entries,
        }
      },
    }),
  )
}
