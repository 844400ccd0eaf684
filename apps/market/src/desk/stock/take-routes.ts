import type { FastifyInstance, FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { deskTags } from '../products/desk-tags.ts'
import { FormBody } from '../products/typed-product.ts'
import { marketRunBy, type RunMarket, thisRunner } from '../runner.ts'
import { readCounts, type ReadCounts } from './read-counts.ts'
import {
  type CountOutcome,
  CountsRefused,
  countSheet,
  previewStockTake,
  takeStock,
} from './take-stock.ts'

const config = { access: 'manager' as const }
const params = z.object({ marketId: z.uuid() })

/** `/desk/markets/:id/stock-take`: the sheet to count with, what it would change, and saving it. */
export const stockTakeRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache } = app

  const sheet = { config, schema: { params } }
  app.get('/desk/markets/:marketId/stock-take', sheet, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const market = await marketRunBy(db, app, runner, request.params.marketId)
    return showSheet(app, reply, market)
  })

  const sent = { config, schema: { params, body: FormBody } }
  app.post('/desk/markets/:marketId/stock-take', sent, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const market = await marketRunBy(db, app, runner, request.params.marketId)
    const read = readCounts(request.body)
    if (read.problems.size > 0) return showSheet(app, reply.code(422), market, read)
    const take = { runner, marketId: market.id, ...read }
    if (request.body['action'] !== 'apply')
      return showOutcomes(app, reply, {
        market,
        read,
        outcomes: await previewStockTake(db, app, take),
      })
    try {
      const outcomes = await takeStock(db, app, take)
      const saved = outcomes.map(({ line }) => ({
        id: line.productId,
        marketId: market.id,
        variantIds: [line.variantId],
      }))
      await cache.purge(deskTags(saved))
      return await reply.redirect(`/desk/markets/${market.id}/stock-take`, 303)
    } catch (error) {
      if (!(error instanceof CountsRefused)) throw error
      const { outcomes } = error
      return showOutcomes(app, reply.code(error.status), { market, read, outcomes })
    }
  })
}

/** The sheet: empty, or with what was typed and what is wrong with it. */
async function showSheet(
  { db }: FastifyInstance,
  reply: FastifyReply,
  market: RunMarket,
  read?: ReadCounts,
) {
  return reply.page('desk/stock-take.njk', {
    async load() {
      const { lines, seen } = await countSheet(db, market.id)
      return {
        page: { title: `Stock take: ${market.title}`, unlisted: true },
        market,
        lines: lines.map((line) => ({
          ...line,
          typed: read?.typed.get(line.variantId) ?? '',
          seenAgain: read?.seenAgain.get(line.variantId),
          problem: read?.problems.get(line.variantId),
        })),
        seen: read?.seen ?? seen,
        isRefused: read !== undefined,
        now: new Date(),
      }
    },
  })
}

interface Judged {
  market: RunMarket
  read: ReadCounts
  outcomes: CountOutcome[]
}

/** What would change. What cannot be can be counted again there, from what the books say now. */
async function showOutcomes(
  { db }: FastifyInstance,
  reply: FastifyReply,
  { market, read, outcomes }: Judged,
) {
  return reply.page('desk/stock-take-check.njk', {
    load: async () => ({
      page: { title: `Stock take: ${market.title}`, unlisted: true },
      market,
      seen: read.seen,
      now: (await countSheet(db, market.id)).seen,
      outcomes: outcomes.map((one) => ({
        ...one,
        seenAgain: read.seenAgain.get(one.line.variantId),
      })),
      isRefused: outcomes.some(({ problem }) => problem !== undefined),
    }),
  })
}
