import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { thisRunner } from '../../merchants/desk/runner.ts'
import { merchantNames } from '../owners.ts'
import { reconcile } from './queries.ts'

const config = { access: 'admin' as const }
const querystring = z.object({ merchant: z.uuid().optional() })

/** `/desk/reconciliation`: what the provider paid out, held against what was paid. */
export const reconciliationRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig } = app

  app.get('/desk/reconciliation', { config, schema: { querystring } }, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const merchants = await merchantNames(db, app)
    const merchantId = request.query.merchant ?? merchants[0]?.id
    const merchant = merchants.find(({ id }) => id === merchantId)
    if (!merchant) throw new NotFound('merchant')
    const { currency } = appConfig
    const books = await reconcile(db, runner, { merchantId: merchant.id, currency })
    return reply.page('accounting/reconciliation.njk', {
      load: async () => ({
        page: { title: 'Payouts and the books', unlisted: true },
        merchants,
        merchant,
        books,
      }),
    })
  })
}
