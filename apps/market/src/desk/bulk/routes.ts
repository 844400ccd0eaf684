import type { FastifyInstance, FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { categoryTree } from '../categories/queries.ts'
import type { Problems } from '../products/read-product.ts'
import { FormBody, rowsOf, type TypedRow } from '../products/typed-product.ts'
import { marketRunBy, type RunMarket, thisRunner } from '../runner.ts'
import { BulkQuery, bulkRows } from './bulk-rows.ts'
import { fillInPercent, readBulk, savedOtherwise, typedBulkRow } from './bulk-form.ts'
import { roundings } from './percent.ts'
import { type BulkOutcome, RowsRefused, saveBulk } from './save-bulk.ts'

const config = { access: 'manager' as const }
const params = z.object({ marketId: z.uuid() })

interface Shown {
  market: RunMarket
  query: BulkQuery
  rows: TypedRow[]
  next?: string | undefined
  words?: TypedRow
  problems?: Problems
  outcomes?: ReadonlyMap<string, BulkOutcome>
  /** Prices were filled in and are not saved. */
  filled?: boolean
  trouble?: string
}

/** `/desk/markets/:id/bulk`: many sizes in one table, saved all at once or not at all. */
export const bulkRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache, appConfig } = app

  const list = { config, schema: { params, querystring: BulkQuery } }
  app.get('/desk/markets/:marketId/bulk', list, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const market = await marketRunBy(db, app, runner, request.params.marketId)
    const { rows, next } = await bulkRows(db, market.id, request.query)
    return show(app, reply, { market, query: request.query, rows: rows.map(typedBulkRow), next })
  })

  const saved = { config, schema: { params, body: FormBody } }
  app.post('/desk/markets/:marketId/bulk', saved, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const market = await marketRunBy(db, app, runner, request.params.marketId)
    const typed = rowsOf(request.body, 'r')
    const text = (key: string) => String(request.body[key] ?? '')
    const words = { percent: text('percent'), rounding: text('rounding'), reason: text('reason') }
    const again = { market, query: BulkQuery.parse({}), rows: typed, words }
    if (text('action') === 'percent') {
      const rows = fillInPercent(typed, words, appConfig.currency)
      if (rows) return show(app, reply, { ...again, rows, filled: true })
      const trouble = 'Write the percentage as 5 or -2.5, and tick the rows it is for.'
      return show(app, reply.code(422), { ...again, trouble })
    }
    const { rows, problems } = readBulk(typed, appConfig)
    if (Object.keys(problems).length > 0) return show(app, reply.code(422), { ...again, problems })
    try {
      const reason = words.reason.slice(0, 200)
      await saveBulk(db, app, { runner, marketId: market.id, reason, rows })
    } catch (error) {
      if (!(error instanceof RowsRefused)) throw error
      return show(app, reply.code(409), { ...again, outcomes: error.outcomes })
    }
    const items = rows.map(({ variantId }) => `item:${variantId}`)
    await cache.purge(['markets', `market:${market.id}`, ...items])
    return reply.redirect(`/desk/markets/${market.id}/bulk`, 303)
  })
}

async function show({ db, appConfig }: FastifyInstance, reply: FastifyReply, shown: Shown) {
  const { market, query, next, rows, outcomes, problems } = shown
  const judged = rows.map((row) => judgedRow(row, outcomes?.get(row['id'] ?? '')))
  const further = new URLSearchParams({ ...query, status: query.status ?? '', after: next ?? '' })
  return reply.page('desk/bulk.njk', {
    load: async () => ({
      ...shown,
      page: { title: `Many at once: ${market.title}`, unlisted: true },
      words: shown.words ?? {},
      problems: problems ?? {},
      isRefused: problems !== undefined || outcomes !== undefined,
      rows: judged.map(({ row }) => row),
      refusals: judged.map(({ refusal }) => refusal),
      roundings,
      tree: await categoryTree(db, market.id),
      currency: appConfig.currency,
      further: next && `/desk/markets/${market.id}/bulk?${further.toString()}`,
    }),
  })
}

/** What is said beside a row. Where somebody else saved it, it goes on from their version. */
function judgedRow(row: TypedRow, outcome: BulkOutcome | undefined) {
  if (typeof outcome !== 'object') return { row, refusal: '' }
  const { problem, saved } = outcome
  if (!saved) return { row, refusal: problem }
  const { version } = saved
  return {
    row: { ...row, version: String(version) },
    refusal: problem + savedOtherwise(saved, row),
  }
}
