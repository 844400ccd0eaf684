import { Readable } from 'node:stream'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { BadInput } from '@rose-ash/shared/errors'
import { localOf } from '@rose-ash/shared/time'
import { z } from 'zod'
import { checkAdmin, thisRunner } from '../../merchants/desk/runner.ts'
import { type Days, exportBooks } from './export-books.ts'
import { taxesOf } from './taxes.ts'

const config = { access: 'admin' as const }
const querystring = z.object({ from: z.iso.date().optional(), to: z.iso.date().optional() })

/** `/desk/accounts/books`: all entries between two days as a file, and the tax in them. */
export const bookRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig } = app
  const { timeZone } = appConfig

  /** This month so far, unless said otherwise. */
  function daysOf({ from, to }: z.infer<typeof querystring>): Days {
    const today = localOf(new Date(), timeZone).slice(0, 10)
    const days = { from: from ?? `${today.slice(0, 8)}01`, to: to ?? today, timeZone }
    if (days.from > days.to) throw new BadInput('The first day is after the last. Swap them.')
    return days
  }

  app.get('/desk/accounts/books', { config, schema: { querystring } }, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const days = daysOf(request.query)
    const taxes = await taxesOf(db, app, runner, days)
    return reply.page('accounting/books.njk', {
      load: async () => ({ page: { title: 'The books', unlisted: true }, days, taxes }),
    })
  })

  app.get(
    '/desk/accounts/books.csv',
    { config, schema: { querystring } },
    async (request, reply) => {
      const runner = await thisRunner(app, request)
      checkAdmin(runner)
      const days = daysOf(request.query)
      const name = `books-${days.from}-${days.to}.csv`
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'private, no-store')
        .send(Readable.from(exportBooks(db, app, runner, days)))
    },
  )
}
