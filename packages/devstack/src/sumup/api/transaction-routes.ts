import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'

import type { Sandbox } from '../sandbox.ts'
import type { Transaction } from '../state/records.ts'
import { notFound } from './api-errors.ts'
import { transactionFull } from './transaction-view.ts'
import { parse } from './parse.ts'

const params = z.object({ merchantCode: z.string() })
const identifiers = z.object({
  id: z.string().optional(),
  transaction_code: z.string().optional(),
  /** Of an online payment: the reference of its checkout. */
  foreign_transaction_id: z.string().optional(),
})

/** `/v2.1/merchants/{merchant_code}/transactions`: one transaction, found by any of its names. */
export function transactionRoutes(sandbox: Sandbox): FastifyPluginAsync {
  return async (app) => {
    app.get(
      '/v2.1/merchants/:merchantCode/transactions',
      { config: { sumupOperation: 'transaction' } },
      (request, reply) => {
        const merchant = sandbox.merchantOf(request)
        const { merchantCode } = parse(params, request.params)
        const wanted = parse(identifiers, request.query)
        if (merchantCode !== merchant.code) throw notFound()
        const transaction = findTransaction(sandbox.store.transactionsOf(merchant.code), wanted)
        if (transaction === undefined) throw notFound()
        return reply.send(transactionFull(transaction, sandbox.now()))
      },
    )
  }
}

/** The newest that fits: of several attempts to pay one checkout, only the last can be the charge. */
function findTransaction(
  transactions: Transaction[],
  wanted: z.output<typeof identifiers>,
): Transaction | undefined {
  if (wanted.id !== undefined) return transactions.find(({ id }) => id === wanted.id)
  return transactions.findLast(({ code, reference }) =>
    wanted.transaction_code === undefined
      ? reference === wanted.foreign_transaction_id
      : code === wanted.transaction_code,
  )
}
