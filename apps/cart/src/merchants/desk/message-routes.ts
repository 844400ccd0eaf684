import { providerKind } from '../../payments/providers.ts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { messagesOf } from '../../payments/messages/queries.ts'
import { merchantRunBy } from './queries.ts'
import { thisRunner } from './runner.ts'

const params = z.object({ merchantId: z.uuid() })
const querystring = z.object({ before: z.coerce.number().int().positive().optional() })

/** `/desk/merchants/:merchantId/messages`: what we said to the payment provider, and its answers. */
export const messageRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, shop, appConfig } = app
  const options = { config: { access: 'manager' as const }, schema: { params, querystring } }

  app.get('/desk/merchants/:merchantId/messages', options, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const merchant = await merchantRunBy(db, shop, runner, request.params.merchantId)
    // Only the cooperative's row may be without a code: the configuration has it.
    const merchantCode =
      merchant.merchantCode ?? providerKind(merchant.provider).ours(appConfig).merchantCode
    const { before } = request.query
    return reply.page('merchants/messages.njk', {
      async load() {
        const { rows, next } = await messagesOf(db, { merchantCode, before })
        const page = { title: 'Said to the payment provider', unlisted: true }
        const { isAdmin } = runner
        const isFirst = before === undefined
        return { page, isAdmin, merchant, merchantCode, rows, next, isFirst }
      },
    })
  })
}
