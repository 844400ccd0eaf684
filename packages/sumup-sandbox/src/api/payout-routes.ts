import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'

import type { Sandbox } from '../sandbox.ts'
import { toMajor } from '../state/currencies.ts'
import { feeOf, isPaidOut, payoutDate, payoutOf } from '../state/payouts.ts'
import type { Refund, Transaction } from '../state/records.ts'
import { ApiError, unauthorized } from './api-errors.ts'
import { isMissing, parse } from './parse.ts'

const params = z.object({ merchantCode: z.string() })
const query = z.object({
  start_date: z.iso.date(),
  end_date: z.iso.date(),
  format: z.literal('json').default('json'),
  limit: z.coerce.number().int().min(1).max(9999).optional(),
  order: z.enum(['asc', 'desc']).default('asc'),
})

type PayoutRecord = ReturnType<typeof payoutRecord> | ReturnType<typeof deductionRecord>

/** `/v1.0/merchants/{merchant_code}/payouts`: what went to the bank and what was taken back. */
export function payoutRoutes(sandbox: Sandbox): FastifyPluginAsync {
  return async (app) => {
    app.get(
      '/v1.0/merchants/:merchantCode/payouts',
      { config: { sumupOperation: 'payouts' } },
      (request, reply) => {
        const merchant = sandbox.merchantOf(request)
        if (parse(params, request.params).merchantCode !== merchant.code) throw unauthorized()
        const { start_date, end_date, order, limit } = period(request.query)
        const records = sandbox.store
          .transactionsOf(merchant.code)
          .flatMap((transaction) => recordsOf(transaction, sandbox.now()))
          .filter(({ date }) => date >= start_date && date <= end_date)
          .toSorted((one, other) => one.date.localeCompare(other.date))
        return reply.send((order === 'desc' ? records.toReversed() : records).slice(0, limit))
      },
    )
  }
}

/** Unlike elsewhere, this operation lists all that is wrong. */
function period(input: unknown): z.output<typeof query> {
  const result = query.safeParse(input)
  if (!result.success) {
    const wrong = result.error.issues.map(({ path }) => {
      const [error_code, why] = isMissing(input, path)
        ? ['MISSING', 'required']
        : ['INVALID', 'invalid']
      return { error_code, message: `Validation error: ${why}`, param: path.join('.') }
    })
    throw new ApiError(400, wrong)
  }
  if (result.data.start_date > result.data.end_date) {
    throw new ApiError(400, [{ error_code: 'INVALID', message: 'negative date range' }])
  }
  return result.data
}

function recordsOf(transaction: Transaction, now: Date): PayoutRecord[] {
  if (transaction.status !== 'SUCCESSFUL') return []
  const payouts = isPaidOut(transaction, now) ? [payoutRecord(transaction)] : []
  const deductions = transaction.refunds
    .filter((refund) => isPaidOut(refund, now))
    .map((refund) => deductionRecord(transaction, refund))
  return [...payouts, ...deductions]
}

function payoutRecord(transaction: Transaction) {
  return {
    id: transaction.payoutEventId,
    type: 'PAYOUT',
    amount: toMajor(payoutOf(transaction), transaction.currency),
    fee: toMajor(feeOf(transaction), transaction.currency),
    ...commonRecord(transaction, payoutDate(transaction)),
  }
}

/** The type says that the money goes back; the amount has no sign. */
function deductionRecord(transaction: Transaction, refund: Refund) {
  return {
    id: refund.eventId,
    type: 'REFUND_DEDUCTION',
    amount: toMajor(refund.amount, transaction.currency),
    fee: 0,
    ...commonRecord(transaction, payoutDate(refund)),
  }
}

function commonRecord({ currency, code }: Transaction, date: string) {
  return {
    date,
    currency,
    status: 'SUCCESSFUL',
    reference: `payout-${date}`,
    transaction_code: code,
  }
}
