import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { layOutMonth, monthOf, monthRange } from '../calendars/month.ts'
import { calendarsById } from '../calendars/queries.ts'
import { entryTags } from '../entries/entry-tags.ts'
import { entriesBetween } from '../entries/queries.ts'

const params = z.object({ calendar: z.uuid() })

/** This month of one calendar at a glance, for the other apps' pages. */
export const calendarMonth: FastifyPluginAsyncZod = async (app) => {
  const { db, views, appConfig } = app

  app.fragment('calendar-month', { params }, async ({ params }) => {
    const tags = [`calendar:${params.calendar}`]
    const [calendar] = await calendarsById(db, [params.calendar])
    if (!calendar) return { html: '', tags }
    const { id, slug, timeZone } = calendar
    const now = new Date()
    const month = monthOf(now, timeZone)
    const range = monthRange(month, timeZone)
    const entries = await entriesBetween(db, { calendarIds: [id], ...range })
    const origin = appConfig.origins.events
    const html = views.render('fragments/calendar-month.njk', {
      calendar: { ...calendar, href: `${origin}/calendars/${slug}` },
      month: layOutMonth({ month, timeZone, now, entries }),
      origin,
    })
    return { html, tags: [...tags, ...entryTags(entries)] }
  })
}
