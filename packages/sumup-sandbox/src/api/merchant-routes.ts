import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'

import type { Sandbox } from '../sandbox.ts'
import { ApiError, problem } from './api-errors.ts'
import { parse } from './parse.ts'

const params = z.object({ merchantCode: z.string() })
const methodsQuery = z.object({
  amount: z.coerce.number().optional(),
  currency: z.string().optional(),
})

/** The merchant itself, and how it can be paid. */
export function merchantRoutes(sandbox: Sandbox): FastifyPluginAsync {
  return async (app) => {
    app.get(
      '/v1/merchants/:merchantCode',
      { config: { sumupOperation: 'merchant' } },
      (request, reply) => {
        const merchant = sandbox.merchantOf(request)
        const { merchantCode } = parse(params, request.params)
        if (merchantCode !== merchant.code) throw problem(404, 'Merchant not found')
        return reply.send({
          merchant_code: merchant.code,
          country: merchant.country,
          default_currency: merchant.currency,
          default_locale: `en-${merchant.country}`,
          business_profile: { name: merchant.name },
          sandbox: true,
          created_at: sandbox.startedAt.toISOString(),
          updated_at: sandbox.startedAt.toISOString(),
        })
      },
    )

    app.get(
      '/v0.1/merchants/:merchantCode/payment-methods',
      { config: { sumupOperation: 'payment-methods' } },
      (request, reply) => {
        const merchant = sandbox.merchantOf(request)
        const { merchantCode } = parse(params, request.params)
        if (merchantCode !== merchant.code) throw unfit('merchant_code', 'Unknown merchant code')
        const { amount, currency } = parse(methodsQuery, request.query)
        if (amount !== undefined && currency === undefined) {
          throw unfit('currency', 'Currency must also be specified when filtering by amount')
        }
        const isOurs = currency === undefined || currency === merchant.currency
        const methods = isOurs ? [{ id: 'card' }] : []
        return reply.send({ available_payment_methods: methods })
      },
    )
  }
}

function unfit(reference: string, message: string): ApiError {
  const failed_constraints = [{ message, reference }]
  return new ApiError(400, { title: 'Bad Request', status: 400, failed_constraints })
}
