import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { instantOf, localOf } from '@rose-ash/shared/time'
import { z } from 'zod'
import { orderedLinesOf, ordersCsv } from '../../papers/orders-csv.ts'
import { pathWith } from '../back.ts'
import { thisClerk, pagesFor } from '../clerk.ts'
import { MarkedQuery } from '../handover-routes.ts'
import { ordersFor, OrderSearch } from './list-orders.ts'

const config = { access: 'manager' as const }
const inOnePage = 50
const querystring = OrderSearch.extend(MarkedQuery)

/** `/desk/orders`: those that have things of the clerk's pages, and all of some days as a file. */
export const orderListRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig } = app
  const { timeZone } = appConfig

  app.get('/desk/orders', { config, schema: { querystring } }, async (request, reply) => {
    const clerk = await thisClerk(app, request)
    const { marked, as, ...search } = request.query
    const rows = await ordersFor(db, { clerk, search, timeZone, limit: inOnePage + 1 })
    const { before: _before, ...kept } = search
    const last = rows.length > inOnePage ? rows[inOnePage - 1]?.id : undefined
    const shown = rows.slice(0, inOnePage)
    return reply.page('desk/orders.njk', {
      load: async () => ({
        page: { title: 'Orders', app: 'cart', unlisted: true },
        isAdmin: clerk.isAdmin,
        pages: clerk.pages,
        search,
        isNarrowed: Object.values(kept).some((value) => value !== undefined && value !== ''),
        orders: shown,
        canMark: shown.some(({ handovers }) => handovers.some(({ isOpen }) => isOpen)),
        older: last && pathWith('/desk/orders', { ...kept, before: last }),
        here: pathWith('/desk/orders', { ...kept }),
        exportDays: thisMonth(timeZone),
        marked,
        as,
      }),
    })
  })

  const file = {
    config,
    schema: {
      querystring: z.object({
        page: z.union([z.literal('').transform(() => undefined), z.uuid()]).optional(),
        from: z.iso.date(),
        until: z.iso.date(),
      }),
    },
  }
  app.get('/desk/orders.csv', file, async (request, reply) => {
    const clerk = await thisClerk(app, request)
    const { page, from, until } = request.query
    const pageIds = clerk.isAdmin && page === undefined ? null : pagesFor(clerk, page)
    const bounds = {
      from: instantOf(`${from}T00:00`, timeZone) ?? new Date(),
      until: new Date((instantOf(`${until}T00:00`, timeZone) ?? new Date()).getTime() + 86_400_000),
    }
    const rows = await orderedLinesOf(db, { pageIds, ...bounds })
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="orders-${from}-${until}.csv"`)
      .header('cache-control', 'private, no-store')
      .send(ordersCsv(rows, appConfig))
  })
}

/** From the month's first day until today, as the cooperative's calendar has them. */
function thisMonth(timeZone: string): { from: string; until: string } {
  const until = localOf(new Date(), timeZone).slice(0, 10)
  return { from: `${until.slice(0, 8)}01`, until }
}
