import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { BadInput } from '@rose-ash/shared/errors'
import { deskTags } from '../products/desk-tags.ts'
import { FormBody } from '../products/typed-product.ts'
import { marketRunBy, thisRunner } from '../runner.ts'
import { countSheet, previewStockTake, takeStock } from './take-stock.ts'

const config = { access: 'manager' as const }
const params = z.object({ marketId: z.uuid() })

/** `/desk/markets/:id/stock-take`: the sheet to count with, what it would change, and saving it. */
export const stockTakeRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache } = app

  const sheet = { config, schema: { params } }
  app.get('/desk/markets/:marketId/stock-take', sheet, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const market = await marketRunBy(db, app, runner, request.params.marketId)
    return reply.page('desk/stock-take.njk', {
      async load() {
        const { lines, seen } = await countSheet(db, market.id)
        const page = { title: `Stock take: ${market.title}`, unlisted: true }
        return { page, market, lines, seen, now: new Date() }
      },
    })
  })

  const sent = { config, schema: { params, body: FormBody } }
  app.post('/desk/markets/:marketId/stock-take', sent, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const market = await marketRunBy(db, app, runner, request.params.marketId)
    const { body } = request
    const seen = z.coerce.number().int().min(0).catch(0).parse(body['seen'])
    const take = { runner, marketId: market.id, seen, counts: countsOf(body) }
    if (body['action'] === 'apply') {
      const outcomes = await takeStock(db, app, take)
      const saved = outcomes.map(({ line }) => ({
        id: line.productId,
        marketId: market.id,
        variantIds: [line.variantId],
      }))
      await cache.purge(deskTags(saved))
      return reply.redirect(`/desk/markets/${market.id}/stock-take`, 303)
    }
    const outcomes = await previewStockTake(db, app, take)
    return reply.page('desk/stock-take-check.njk', {
      load: async () => ({
        page: { title: `Stock take: ${market.title}`, unlisted: true },
        market,
        seen,
        outcomes,
        isRefused: outcomes.some(({ problem }) => problem !== undefined),
      }),
    })
  })
}

/** The counted numbers by the variant's id; what was left empty was not counted. */
function countsOf(body: FormBody): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [key, value] of Object.entries(body)) {
    const variantId = z.uuid().safeParse(key.replace(/^c-/, '')).data
    const text = String(value).trim()
    if (!key.startsWith('c-') || variantId === undefined || text === '') continue
    if (!/^\d{1,7}$/.test(text))
      throw new BadInput(`“${text}” is not a count. Go back and write it in whole numbers.`)
    counts.set(variantId, Number(text))
  }
  return counts
}
