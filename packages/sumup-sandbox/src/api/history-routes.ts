import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'

import type { Sandbox } from '../sandbox.ts'
import { invalidParam, sendErrorWithoutParam, unauthorized } from './api-errors.ts'
import { historyRows } from './history-rows.ts'
import type { HistoryRow } from './history-rows.ts'
import { parse } from './parse.ts'

const time = z.iso
  .datetime({ offset: true })
  .transform((value) => new Date(value))
  .optional()

/** `name[]` of a query: absent, once or several times. */
const oneOf = <const T extends readonly string[]>(values: T) =>
  z
    .union([z.enum(values).transform((value) => [value]), z.array(z.enum(values))])
    .transform((chosen): string[] => chosen)
    .optional()

const params = z.object({ merchantCode: z.string() })
const query = z.object({
  transaction_code: z.string().optional(),
  order: z.enum(['ascending', 'descending']).default('ascending'),
  limit: z.coerce.number().int().min(1).default(10),
  'statuses[]': oneOf(['SUCCESSFUL', 'CANCELLED', 'FAILED', 'REFUNDED', 'CHARGE_BACK']),
  'types[]': oneOf(['PAYMENT', 'REFUND', 'CHARGE_BACK']),
  changes_since: time,
  newest_time: time,
  oldest_time: time,
  newest_ref: z.string().optional(),
  oldest_ref: z.string().optional(),
})

type Query = z.output<typeof query>

/** `/v2.1/merchants/{merchant_code}/transactions/history`: payments and refunds, page by page. */
export function historyRoutes(sandbox: Sandbox): FastifyPluginAsync {
  return async (app) => {
    app.setErrorHandler(sendErrorWithoutParam)
    app.get(
      '/v2.1/merchants/:merchantCode/transactions/history',
      { config: { sumupOperation: 'history' } },
      (request, reply) => {
        const merchant = sandbox.merchantOf(request)
        if (parse(params, request.params).merchantCode !== merchant.code) throw unauthorized()
        const filter = parse(query, request.query)
        const rows = historyRows(sandbox.store.transactionsOf(merchant.code))
        const found = cutByRefs(rows, filter).filter((row) => fits(row, filter))
        if (filter.order === 'descending') found.reverse()
        const items = found.slice(0, filter.limit)
        const last = found.length > items.length ? items.at(-1) : undefined
        const links = last ? [{ rel: 'next', href: nextPage(request.url, filter, last) }] : []
        return reply.send({ items: items.map((row) => row.view), links })
      },
    )
  }
}

/** A reference to a row wins over a time; the row itself is on the page before. */
function cutByRefs(rows: HistoryRow[], filter: Query): HistoryRow[] {
  const indexOf = (param: 'newest_ref' | 'oldest_ref') => {
    const index = rows.findIndex((row) => row.id === filter[param])
    if (index < 0) throw invalidParam(param)
    return index
  }
  const start = filter.oldest_ref === undefined ? 0 : indexOf('oldest_ref') + 1
  const end = filter.newest_ref === undefined ? rows.length : indexOf('newest_ref')
  return rows.slice(start, end)
}

function fits(row: HistoryRow, filter: Query): boolean {
  const { transaction_code: code } = filter
  return (
    (code === undefined || row.view.transaction_code === code) &&
    (filter['statuses[]']?.includes(row.view.status) ?? true) &&
    (filter['types[]']?.includes(row.view.type) ?? true) &&
    isWithin(row, filter)
  )
}

function isWithin({ at, changedAt }: HistoryRow, filter: Query): boolean {
  const { changes_since: since, newest_ref, oldest_ref } = filter
  const oldest = oldest_ref === undefined ? filter.oldest_time : undefined
  const newest = newest_ref === undefined ? filter.newest_time : undefined
  return (
    (since === undefined || changedAt >= since) &&
    (oldest === undefined || at >= oldest) &&
    (newest === undefined || at < newest)
  )
}

/** The query of the next page: the same filters, from the last row on. */
function nextPage(url: string, { order, limit }: Query, last: HistoryRow): string {
  const next = new URLSearchParams(url.split('?')[1])
  next.set('limit', String(limit))
  next.set(order === 'ascending' ? 'oldest_ref' : 'newest_ref', last.id)
  next.set('order', order)
  return next.toString()
}
