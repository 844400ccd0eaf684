import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'

import type { Sandbox } from '../sandbox.ts'
import type { SandboxMerchant } from '../sandbox-options.ts'
import { toDecimal } from '../state/currencies.ts'
import type { Refund, Transaction } from '../state/records.ts'
import { apiError, notFound, sendErrorWithoutParam } from './api-errors.ts'
import { transactionCore } from './transaction-view.ts'
import { parse } from './parse.ts'

const params = z.object({ transactionId: z.string() })
const query = z.object({ mid: z.string(), tx_event_id: z.coerce.number().int().optional() })

/** `/v1.1/receipts/{transaction_id}`: what a printed receipt would say, by id or by code. */
export function receiptRoutes(sandbox: Sandbox): FastifyPluginAsync {
  return async (app) => {
    app.setErrorHandler(sendErrorWithoutParam)
    app.get(
      '/v1.1/receipts/:transactionId',
      { config: { sumupOperation: 'receipt' } },
      (request, reply) => {
        const merchant = sandbox.merchantOf(request)
        const { transactionId } = parse(params, request.params)
        const { mid, tx_event_id: eventId } = parse(query, request.query)
        if (mid !== merchant.code) throw apiError(400, 'INVALID', 'is not a valid merchant code')
        const transaction = sandbox.store
          .transactionsOf(mid)
          .find(({ id, code }) => id === transactionId || code === transactionId)
        if (transaction === undefined) throw notFound()
        return reply.send(receiptView(merchant, transaction, shownRefunds(transaction, eventId)))
      },
    )
  }
}

function shownRefunds(transaction: Transaction, eventId: number | undefined): Refund[] {
  if (eventId === undefined) return transaction.refunds
  const refunds = transaction.refunds.filter((refund) => refund.eventId === eventId)
  if (refunds.length > 0) return refunds
  const message = `No such tx event (ID=${eventId}) for transaction ${transaction.id}`
  throw apiError(404, 'NOT_FOUND', message)
}

function receiptView(merchant: SandboxMerchant, transaction: Transaction, refunds: Refund[]) {
  const { id, auth_code, ...core } = transactionCore(transaction)
  const decimal = (minor: number) => toDecimal(minor, transaction.currency)
  return {
    transaction_data: {
      ...core,
      transaction_id: id,
      amount: decimal(transaction.amount),
      vat_amount: decimal(0),
      tip_amount: decimal(0),
      process_as: 'CREDIT',
      card: { last_4_digits: transaction.card.number.slice(-4), type: transaction.card.brand },
      events: refunds.map((refund) => ({
        id: refund.eventId,
        transaction_id: id,
        type: 'REFUND',
        status: 'REFUNDED',
        amount: decimal(refund.amount),
        timestamp: refund.at.toISOString(),
      })),
    },
    merchant_data: {
      merchant_profile: { merchant_code: merchant.code, business_name: merchant.name },
    },
    acquirer_data: { authorization_code: auth_code },
  }
}
