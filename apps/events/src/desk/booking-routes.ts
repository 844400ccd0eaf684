import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dateOf, weekRange } from '../resources/week.ts'
import { bookingsFrom, bookingsShown } from './queries.ts'
import { resourceRunBy, thisRunner } from './runner.ts'

const params = z.object({ resourceId: z.uuid() })
const querystring = z.object({
  from: z.iso.datetime({ offset: true }).optional(),
  after: z.uuid().optional(),
})

/** `/desk/resources/:resourceId/bookings`: who booked it, from today on. */
export const deskBookingRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db } = app
  const config = { access: 'manager' as const }

  const listed = { config, schema: { params, querystring } }
  app.get('/desk/resources/:resourceId/bookings', listed, async (request, reply) => {
    const { resourceId } = request.params
    const { from, after } = request.query
    const resource = await resourceRunBy(db, app, await thisRunner(app, request), resourceId)
    const { timeZone } = resource
    const today = weekRange(dateOf(new Date(), timeZone).toString(), timeZone).from
    const found = await bookingsFrom(db, {
      resourceId,
      from: from ? new Date(from) : today,
      after,
    })
    const bookings = found.slice(0, bookingsShown)
    const last = found.length > bookingsShown ? bookings.at(-1) : undefined
    return reply.page('desk/bookings.njk', {
      load: async () => ({
        page: { title: `Who booked ${resource.title}`, unlisted: true },
        resource,
        bookings,
        more: last && `?from=${encodeURIComponent(last.startsAt.toISOString())}&after=${last.id}`,
      }),
    })
  })
}
