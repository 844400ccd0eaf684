import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { BadInput } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { thisRunner } from '../desk/runner.ts'
import { changeSchedule, endSchedule } from './change-schedule.ts'
import { savePoint } from './change-window.ts'
import { dateIn, type Handout } from './occurrences.ts'
import { pointsOf } from './queries.ts'
import { pageOf, windowTags } from './routes.ts'

const config = { access: 'manager' as const }
const formConfig = { ...config, formOn: pageOf(':marketId') }
const params = z.object({ marketId: z.uuid() })
const ofPoint = params.extend({ pointId: z.uuid() })

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give the time as 18:30.')
const weekday = z.coerce.number().int().min(1).max(7)
const ScheduleForm = z.looseObject({
  opensOn: weekday,
  opensAt: time,
  closesOn: weekday,
  closesAt: time,
  everyWeeks: z.coerce.number().int().min(1).max(8).default(1),
  startsOn: z.iso.date().or(z.literal('')).default(''),
})
const HandoutForm = z.object({
  daysAfterClosing: z.coerce.number().int().min(0).max(30),
  startsAt: time,
  endsAt: time,
})
const PointForm = z.object({
  title: z.string().trim().min(1, 'Give the pick-up point a name.').max(200),
  address: z.string().trim().max(500).default(''),
  notes: z.string().trim().max(2_000).default(''),
  active: z.literal('on').optional(),
})

/** The weekly schedule of a market's order windows. */
export const scheduleRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache, appConfig } = app
  const { timeZone } = appConfig

  const scheduled = { config: formConfig, schema: { params, body: ScheduleForm } }
  app.post(`${pageOf(':marketId')}/schedule`, scheduled, async (request, reply) => {
    const { marketId } = request.params
    const { startsOn, ...body } = request.body
    const points = await pointsOf(db, marketId)
    const runner = await thisRunner(app, request)
    await changeSchedule(db, app, {
      runner,
      marketId,
      schedule: {
        ...ScheduleForm.omit({ startsOn: true }).strip().parse(body),
        timeZone,
        startsOn: startsOn || dateIn(new Date(), timeZone).toString(),
      },
      handouts: points.flatMap(({ id }) => handoutOf(body, id)),
    })
    await cache.purge(windowTags(marketId))
    return reply.redirect(pageOf(marketId), 303)
  })

  app.post(
    `${pageOf(':marketId')}/schedule/removal`,
    { config, schema: { params } },
    async (request, reply) => {
      const { marketId } = request.params
      await endSchedule(db, app, { runner: await thisRunner(app, request), marketId })
      await cache.purge(windowTags(marketId))
      return reply.redirect(pageOf(marketId), 303)
    },
  )
}

/** `/desk/markets/:marketId/pickup-points`: where orders are picked up. */
export const pickupPointRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache } = app

  const newPoint = { config: formConfig, schema: { params, body: PointForm } }
  app.post('/desk/markets/:marketId/pickup-points', newPoint, async (request, reply) => {
    const { marketId } = request.params
    const runner = await thisRunner(app, request)
    await savePoint(db, app, { runner, marketId, ...request.body, active: true })
    await cache.purge(windowTags(marketId))
    return reply.redirect(pageOf(marketId), 303)
  })

  const onePoint = { config: formConfig, schema: { params: ofPoint, body: PointForm } }
  app.post('/desk/markets/:marketId/pickup-points/:pointId', onePoint, async (request, reply) => {
    const { marketId, pointId } = request.params
    const runner = await thisRunner(app, request)
    const active = request.body.active === 'on'
    await savePoint(db, app, { runner, marketId, pointId, ...request.body, active })
    await cache.purge(windowTags(marketId))
    return reply.redirect(pageOf(marketId), 303)
  })
}

/** What the form says of one point, if it hands out at all. */
function handoutOf(body: Record<string, unknown>, pointId: string): Handout[] {
  if (body[`pickup-${pointId}`] !== 'on') return []
  const of = (name: string) => body[`${name}-${pointId}`]
  const typed = HandoutForm.safeParse({
    daysAfterClosing: of('days'),
    startsAt: of('from'),
    endsAt: of('to'),
  })
  if (!typed.success) throw new BadInput('Give the day and both times of every pick-up you ticked.')
  return [{ pointId, ...typed.data }]
}
