import { randomUUID } from 'node:crypto'

import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'

import type { Sandbox } from '../sandbox.ts'
import { toMajor, toMinor } from '../state/currencies.ts'
import { refundableOf } from '../state/records.ts'
import type { Transaction } from '../state/records.ts'
import { problem, sendProblem } from './api-errors.ts'
import { parse } from './parse.ts'

const params = z.object({ merchantCode: z.string(), transactionId: z.string() })
const body = z.object({ amount: z.number().positive().optional() }).nullish()

/** `POST …/payments/{transaction_id}/refunds`: gives money back. Asked twice, it refunds twice. */
export function refundRoutes(sandbox: Sandbox): FastifyPluginAsync {
  return async (app) => {
    app.setErrorHandler(sendProblem)
    app.post(
      '/v1.0/merchants/:merchantCode/payments/:transactionId/refunds',
      { config: { sumupOperation: 'refund' } },
      (request, reply) => {
        const merchant = sandbox.merchantOf(request)
        const { merchantCode, transactionId } = parse(params, request.params)
        if (merchantCode !== merchant.code)
          throw problem(403, 'users is not allowed to make a refund')
        const transaction = sandbox.store.transaction(transactionId)
        if (transaction?.merchantCode !== merchantCode) throw problem(404, 'Transaction not found')
        refund(sandbox, transaction, askedAmount(transaction, request.body))
        return reply.code(201).send({})
      },
    )
  }
}

/** Minor units; without an amount, everything that is left. */
function askedAmount(transaction: Transaction, input: unknown): number {
  const asked = body.safeParse(input)
  if (!asked.success) throw problem(400, 'amount must be greater than zero')
  const { amount } = asked.data ?? {}
  if (amount === undefined) return refundableOf(transaction)
  const minor = toMinor(amount, transaction.currency)
  if (minor === null) throw problem(400, 'amount is finer than the smallest coin')
  return minor
}

function refund({ store, now }: Sandbox, transaction: Transaction, amount: number): void {
  const refundable = refundableOf(transaction)
  if (refundable === 0) {
    throw problem(409, 'The transaction is not refundable in its current state')
  }
  if (amount > refundable) throw tooMuch(toMajor(refundable, transaction.currency))
  transaction.refunds.push({ id: randomUUID(), eventId: store.nextEventId(), amount, at: now() })
}

/** The specification does not say the unit of `max_refundable_amount`; here it is `amount`'s. */
function tooMuch(max_refundable_amount: number) {
  const error = {
    code: 'INVALID_AMOUNT',
    detail: 'Amount exceeds the refundable amount',
    reason: 'amount_too_high',
    max_refundable_amount,
  }
  return problem(422, 'Refund failed.', { errors: [error] })
}
