import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type HandedOver, handoversOf } from '../../papers/handovers-of.ts'
import { drawPaper } from '../../papers/draw-paper.ts'
import { labelsCsv } from '../../papers/labels-csv.ts'
import { pickingListCsv } from '../../papers/picking-list-csv.ts'
import { clockFor, pickingsOf } from '../../papers/pickings.ts'
import { pathWith } from '../back.ts'
import { pagesFor, thisClerk } from '../clerk.ts'
import { MarkedQuery } from '../handover-routes.ts'
import { boundsOf, type PickingDay, pickingDays } from './picking-days.ts'

const config = { access: 'manager' as const }
const blank = z.literal('').transform(() => undefined)
const which = {
  page: z.union([blank, z.uuid()]).optional(),
  /** A date, or `none` for what has no day. */
  day: z.union([blank, z.literal('none'), z.iso.date()]).optional(),
  point: z.union([blank, z.string().max(200)]).optional(),
}
const querystring = z.object({ ...which, ...MarkedQuery })
type Which = Pick<z.infer<typeof querystring>, 'page' | 'day' | 'point'>

/** `/desk/picking`: what is to be picked and packed for a day and point, ticked off in place. */
export const pickingRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/desk/picking', { config, schema: { querystring } }, async (request, reply) => {
    const { marked, as, ...asked } = request.query
    const { clerk, pageId, days, day, point, handovers } = await read(app, request, asked)
    const query = { page: pageId, day, point }
    return reply.page('desk/picking.njk', {
      load: async () => ({
        page: { title: 'Picking', app: 'cart', unlisted: true },
        isAdmin: clerk.isAdmin,
        pages: clerk.pages,
        pageId,
        days: days.map((one) => ({
          ...one,
          href: hrefOf(pageId, one),
          isShown: isShown(one, query),
        })),
        pickings: pickingsOf(handovers, clockFor(app.appConfig)),
        here: pathWith('/desk/picking', query),
        query: pathWith('', query),
        marked,
        as,
      }),
    })
  })
}

/** The same on paper: lists to pick by, and labels for the boxes. */
export const pickingFileRoutes: FastifyPluginAsyncZod = async (app) => {
  const { locale, timeZone } = app.appConfig
  const place = { locale, timeZone }
  const options = { config, schema: { querystring } }

  app.get('/desk/picking/list.pdf', options, async (request, reply) => {
    const { handovers, seller, name } = await read(app, request, request.query)
    const pdf = await drawPaper({ kind: 'picking-list', handovers, options: { ...place, seller } })
    return sendFile(reply, { name: `picking-${name}.pdf`, type: 'application/pdf', content: pdf })
  })

  app.get('/desk/picking/list.csv', options, async (request, reply) => {
    const { handovers, name } = await read(app, request, request.query)
    const content = pickingListCsv(handovers, place)
    return sendFile(reply, {
      name: `picking-${name}.csv`,
      type: 'text/csv; charset=utf-8',
      content,
    })
  })

  app.get('/desk/picking/labels.csv', options, async (request, reply) => {
    const { handovers, name } = await read(app, request, request.query)
    const content = labelsCsv(handovers, place)
    return sendFile(reply, { name: `labels-${name}.csv`, type: 'text/csv; charset=utf-8', content })
  })

  app.get('/desk/picking/labels.pdf', options, async (request, reply) => {
    const { handovers, seller, name } = await read(app, request, request.query)
    const pdf = await drawPaper({ kind: 'labels', handovers, options: { ...place, seller } })
    return sendFile(reply, { name: `labels-${name}.pdf`, type: 'application/pdf', content: pdf })
  })
}

/** What is asked for; where no day is said, the next on which something is open. */
async function read(app: FastifyInstance, request: FastifyRequest, asked: Which) {
  const { db, appConfig } = app
  const clerk = await thisClerk(app, request)
  const [pageId] = pagesFor(clerk, asked.page)
  const page = clerk.pages.find(({ id }) => id === pageId)
  const { timeZone } = appConfig
  const days = pageId === undefined ? [] : await pickingDays(db, { pageId, timeZone })
  const next = days.find(({ open }) => open > 0) ?? days.at(-1)
  const day = asked.day ?? (next && (next.day ?? 'none'))
  const point = asked.point
  const bounds = boundsOf(day === 'none' || day === undefined ? null : day, timeZone)
  const handovers: HandedOver[] =
    pageId === undefined || day === undefined
      ? []
      : await handoversOf(db, { pageId, ...bounds, point })
  return {
    clerk,
    pageId,
    days,
    day,
    point,
    handovers,
    seller: page?.title ?? '',
    name: day ?? 'list',
  }
}

function hrefOf(page: string | undefined, { day, point }: PickingDay): string {
  return pathWith('/desk/picking', { page, day: day ?? 'none', point })
}

const isShown = (one: PickingDay, { day, point }: Which): boolean =>
  (one.day ?? 'none') === day && (point === undefined || point === one.point)

interface File {
  name: string
  type: string
  content: string | Buffer
}

function sendFile(reply: FastifyReply, { name, type, content }: File) {
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'private, no-store')
    .send(content)
}
