import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { money } from '@rose-ash/shared/money'
import { z } from 'zod'
import { pagesFor, thisClerk } from '../clerk.ts'
import { figuresOf } from './figures.ts'
import { turnoverChart } from './turnover-chart.ts'

const querystring = z.object({
  page: z.union([z.literal('').transform(() => undefined), z.uuid()]).optional(),
  days: z
    .enum(['30', '90', '365'])
    .default('30')
    .transform((text) => Number(text) as 30 | 90 | 365),
})

/** `/desk`: what was sold, and what waits for somebody. */
export const dashboardRoutes: FastifyPluginAsyncZod = async (app) => {
  const options = { config: { access: 'manager' as const }, schema: { querystring } }

  app.get('/desk', options, async (request, reply) => {
    const clerk = await thisClerk(app, request)
    const { timeZone, currency } = app.appConfig
    const { page: chosen, days } = request.query
    const pages = pagesFor(clerk, chosen)
    return reply.page('desk/dashboard.njk', {
      async load() {
        const figures = await figuresOf(app.db, { pages, days, timeZone, currency })
        const chart = turnoverChart(figures.turnover)
        return {
          page: { title: 'Orders and money', app: 'cart', unlisted: true },
          isAdmin: clerk.isAdmin,
          pages: clerk.pages,
          chosen,
          days,
          figures,
          chart: chart && { ...chart, most: money(chart.highest, currency) },
        }
      },
    })
  })
}
