import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { BadInput } from '@rose-ash/shared/errors'
import { instantOf } from '@rose-ash/shared/time'
import { z } from 'zod'
import { resourceTags, slotTags } from '../resources/resource-tags.ts'
import { dateOf, layOutWeek, mondayOf, weekRange } from '../resources/week.ts'
import { layOutSlots } from './lay-out-slots.ts'
import { deskSlots } from './queries.ts'
import { removeSlots } from './remove-slots.ts'
import { resourceRunBy, thisRunner } from './runner.ts'

const config = { access: 'manager' as const }
const params = z.object({ resourceId: z.uuid() })
const day = z.iso
  .date('Give the day as 2026-11-27.')
  .refine((date) => date >= '2000-01-01' && date < '2100-01-01', 'A day of this century.')
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give the time as 18:30.')
const ofWeek = z.object({ from: day.optional() })

const LayingForm = z.object({
  weekdays: z.preprocess(
    (sent) => (typeof sent === 'string' ? [sent] : sent),
    z.array(z.coerce.number().int().min(1).max(7), 'Tick a day of the week at least.').max(7),
  ),
  opensAt: time,
  closesAt: time,
  lengthMinutes: z.coerce.number().int().min(5, 'A slot lasts five minutes at least.').max(1_440),
  pauseMinutes: z.coerce.number().int().min(0).max(1_440).default(0),
  firstDay: day,
  lastDay: day,
  capacity: z.coerce.number().int().min(1).max(999).default(1),
})
const RemovalForm = z.object({ firstDay: day, lastDay: day })

/** `/desk/resources/:resourceId/slots`: when it can be booked. */
export const deskSlotRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache } = app

  async function showWeek(
    reply: FastifyReply,
    request: FastifyRequest,
    { resourceId, from, ...outcome }: { resourceId: string; from?: string | undefined } & Outcome,
  ) {
    const resource = await resourceRunBy(db, app, await thisRunner(app, request), resourceId)
    const { timeZone } = resource
    const now = new Date()
    const monday = mondayOf(from, now, timeZone)
    return reply.page('desk/slots.njk', {
      async load() {
        const slots = await deskSlots(db, { resourceId, ...weekRange(monday, timeZone) })
        return {
          page: { title: `When ${resource.title} can be booked`, unlisted: true },
          resource,
          week: layOutWeek(monday, timeZone, slots),
          isThisWeek: monday === mondayOf(undefined, now, timeZone),
          today: dateOf(now, timeZone).toString(),
          inFourWeeks: dateOf(now, timeZone).add({ days: 28 }).toString(),
          ...outcome,
        }
      },
    })
  }

  const shown = { config, schema: { params, querystring: ofWeek } }
  app.get('/desk/resources/:resourceId/slots', shown, async (request, reply) =>
    showWeek(reply, request, { ...request.params, ...request.query }),
  )

  const laid = { config, schema: { params, body: LayingForm } }
  app.post('/desk/resources/:resourceId/slots', laid, async (request, reply) => {
    const { resourceId } = request.params
    const { capacity, ...plan } = request.body
    const runner = await thisRunner(app, request)
    const laidOut = await layOutSlots(db, app, { runner, resourceId, plan, capacity })
    const resource = await resourceRunBy(db, app, runner, resourceId)
    await cache.purge(['resources', ...resourceTags(resource)])
    return showWeek(reply, request, { resourceId, from: plan.firstDay, laidOut })
  })

  const removed = { config, schema: { params, body: RemovalForm } }
  app.post('/desk/resources/:resourceId/slots/removal', removed, async (request, reply) => {
    const { resourceId } = request.params
    const { firstDay, lastDay } = request.body
    const runner = await thisRunner(app, request)
    const resource = await resourceRunBy(db, app, runner, resourceId)
    const span = spanOf(firstDay, lastDay, resource.timeZone)
    const gone = await removeSlots(db, app, { runner, resourceId, span })
    const tags = slotTags(gone.ids.map((id) => ({ id })))
    await cache.purge(['resources', ...resourceTags(resource), ...tags])
    return showWeek(reply, request, { resourceId, from: firstDay, removed: gone })
  })
}

interface Outcome {
  laidOut?: Awaited<ReturnType<typeof layOutSlots>>
  removed?: Awaited<ReturnType<typeof removeSlots>>
}

/** Whole days, the last one included. @throws {BadInput} when they run backwards. */
function spanOf(firstDay: string, lastDay: string, timeZone: string): { from: Date; until: Date } {
  const from = instantOf(`${firstDay}T00:00`, timeZone)
  const until = instantOf(`${lastDay}T00:00`, timeZone)
  if (!from || !until || until < from) throw new BadInput('The last day is before the first.')
  // A day and a half later is in the next day, whatever the clocks do.
  const next = dateOf(new Date(until.getTime() + 36 * 3_600_000), timeZone).toString()
  return { from, until: instantOf(`${next}T00:00`, timeZone) ?? until }
}
