import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { BadInput } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { instantOf, localOf } from '@rose-ash/shared/time'
import { marketRunBy, thisRunner } from '../desk/runner.ts'
import { addWindow, changeWindow, skipWindow } from './change-window.ts'
import { dateIn } from './occurrences.ts'
import { comingWindows, pointsOf, scheduleOf } from './queries.ts'

/** Where the windows of a market are kept. */
export const pageOf = (marketId: string) => `/desk/markets/${marketId}/windows`

/** What shows whether a market is open. */
export const windowTags = (marketId: string) => ['markets', `market:${marketId}`]

const config = { access: 'manager' as const }
const params = z.object({ marketId: z.uuid() })
const ofWindow = params.extend({ windowId: z.uuid() })

const WindowForm = z.object({
  title: z.string().trim().max(200).default(''),
  opensAt: z.string().max(30),
  closesAt: z.string().max(30),
})
/** `/desk/markets/:marketId/windows`: when a market takes orders, and where they are picked up. */
export const windowsPageRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig } = app
  const { timeZone } = appConfig

  app.get(pageOf(':marketId'), { config, schema: { params } }, async (request, reply) => {
    const { marketId } = request.params
    const market = await marketRunBy(db, app, await thisRunner(app, request), marketId)
    return reply.page('windows/windows.njk', {
      async load() {
        const [windows, points, schedule] = await Promise.all([
          comingWindows(db, marketId),
          pointsOf(db, marketId),
          scheduleOf(db, marketId),
        ])
        return {
          page: { title: `When ${market.title} takes orders`, unlisted: true },
          market,
          points,
          timeZone,
          today: dateIn(new Date(), timeZone).toString(),
          schedule: schedule && toMinutes(schedule),
          windows: windows.map((one) => ({
            ...one,
            opensLocal: localOf(one.opensAt, timeZone),
            closesLocal: localOf(one.closesAt, timeZone),
          })),
        }
      },
    })
  })
}

/** One window more, another time, or none that week. */
export const windowRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache, appConfig } = app
  const { timeZone } = appConfig
  const purge = (marketId: string) => cache.purge(windowTags(marketId))

  const formOn = pageOf(':marketId')

  const added = { config: { ...config, formOn }, schema: { params, body: WindowForm } }
  app.post(pageOf(':marketId'), added, async (request, reply) => {
    const { marketId } = request.params
    const runner = await thisRunner(app, request)
    await addWindow(db, app, { runner, marketId, ...timesOf(request.body, timeZone) })
    await purge(marketId)
    return reply.redirect(pageOf(marketId), 303)
  })

  const changed = {
    config: { ...config, formOn },
    schema: { params: ofWindow, body: WindowForm },
  }
  app.post(`${pageOf(':marketId')}/:windowId`, changed, async (request, reply) => {
    const { marketId, windowId } = request.params
    const runner = await thisRunner(app, request)
    await changeWindow(db, app, { runner, marketId, windowId, ...timesOf(request.body, timeZone) })
    await purge(marketId)
    return reply.redirect(pageOf(marketId), 303)
  })

  const skipped = {
    config,
    schema: { params: ofWindow, body: z.object({ skip: z.enum(['yes', 'no']) }) },
  }
  app.post(`${pageOf(':marketId')}/:windowId/skipping`, skipped, async (request, reply) => {
    const { marketId, windowId } = request.params
    const runner = await thisRunner(app, request)
    const skip = request.body.skip === 'yes'
    await skipWindow(db, app, { runner, marketId, windowId, skip })
    await purge(marketId)
    return reply.redirect(pageOf(marketId), 303)
  })
}

const minute = (text: string) => text.slice(0, 5)

/** The database says times to the second, a form's field to the minute. */
function toMinutes(schedule: NonNullable<Awaited<ReturnType<typeof scheduleOf>>>) {
  return {
    ...schedule,
    opensAt: minute(schedule.opensAt),
    closesAt: minute(schedule.closesAt),
    handouts: Object.fromEntries(
      schedule.handouts.map(({ pointId, daysAfterClosing, startsAt, endsAt }) => [
        pointId,
        { daysAfterClosing, startsAt: minute(startsAt), endsAt: minute(endsAt) },
      ]),
    ),
  }
}

function timesOf({ title, opensAt, closesAt }: z.infer<typeof WindowForm>, timeZone: string) {
  const times = { opensAt: instantOf(opensAt, timeZone), closesAt: instantOf(closesAt, timeZone) }
  if (!times.opensAt || !times.closesAt) throw new BadInput('Give a day and a time for both.')
  return { title, opensAt: times.opensAt, closesAt: times.closesAt }
}
