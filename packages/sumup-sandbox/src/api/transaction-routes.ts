import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'

import type { Sandbox } from '../sandbox.ts'
import type { Transaction } from '../state/records.ts'
import type { Store } from '../state/store.ts'
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
        const transaction = findTransaction(sandbox.store, merchant.code, wanted)
        if (merchantCode !== merchant.code || transaction === undefined) throw notFound()
        return reply.send(transactionFull(transaction, sandbox.now()))
      },
    )
  }
}

/** The newest that fits: of several attempts to pay one checkout, only the last can be the charge. */
function findTransaction(
  store: Store,
  merchantCode: string,
  { id, transaction_code, foreign_transaction_id }: z.output<typeof identifiers>,
): Transaction | undefined {
  if (id !== undefined) {
    const transaction = store.transaction(id)
    return transaction?.merchantCode === merchantCode ? transaction : undefined
  }
  return store
    .transactionsOf(merchantCode)
    .findLast(({ code, reference }) =>
      transaction_code === undefined
        ? reference === foreign_transaction_id
        : code === transaction_code,
    )
}
