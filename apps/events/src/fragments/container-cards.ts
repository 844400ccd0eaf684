import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { layOutMonth, monthOf, monthRange } from '../calendars/month.ts'
import { calendarsById } from '../calendars/queries.ts'
import { entryTags } from '../entries/entry-tags.ts'
import { entriesBetween } from '../entries/queries.ts'
import { bookable } from '../resources/queries.ts'
import { resourceTags } from '../resources/resource-tags.ts'

const params = z.object({ page: z.uuid() })
const ahead = 70 * 86_400_000
const shown = 4

/** The calendars of a page: this month, and what comes next; and what can be booked there. */
export const containerCards: FastifyPluginAsyncZod = async (app) => {
  const { db, services, views, appConfig } = app

  app.fragment('container-cards', { params }, async ({ params }) => {
    const ids = await services.blog.attachedTo(db, params.page, 'calendar')
    const now = new Date()
    const calendars = await Promise.all(
      (await calendarsById(db, ids)).map(async (calendar) => {
        const { id, slug, timeZone } = calendar
        const month = monthOf(now, timeZone)
        const { from } = monthRange(month, timeZone)
        const until = new Date(now.getTime() + ahead)
        const entries = await entriesBetween(db, { calendarIds: [id], from, until })
        return {
          ...calendar,
          href: `${appConfig.origins.events}/calendars/${slug}`,
          month: layOutMonth({ month, timeZone, now, entries }),
          entries: entries.filter(({ endsAt }) => endsAt > now).slice(0, shown),
        }
      }),
    )
    const origin = appConfig.origins.events
    const resources = await bookable(db, services, params.page)
    const html = views.render('fragments/container-cards.njk', {
      calendars,
      resources,
      allHref: `${origin}/resources?page=${params.page}`,
      origin,
    })
    const entries = calendars.flatMap((calendar) => calendar.entries)
    const tags = [`resources-of:${params.page}`, ...resources.flatMap(resourceTags)]
    return { html, tags: [...tags, ...ids.map((id) => `calendar:${id}`), ...entryTags(entries)] }
  })
}
