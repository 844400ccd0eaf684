import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { marketRunBy, marketsRunBy, pagesOf, thisRunner } from '../runner.ts'
import { shelfCounts } from './queries.ts'
import { changeMarket, createMarket } from './save-market.ts'

const config = { access: 'manager' as const }
const params = z.object({ marketId: z.uuid() })
const MarketForm = z.object({
  title: z.string().trim().min(1, 'Give the market a name.').max(200),
  slug: z.string().trim().max(120).default(''),
  description: z.string().trim().max(5_000).default(''),
  image: z
    .string()
    .trim()
    .max(2_000)
    .default('')
    .transform((value) => value || null),
  ordering: z.enum(['always', 'windows']).default('always'),
  pageId: z.uuid('Choose the page that the market belongs to.'),
})
const ChangeForm = MarketForm.extend({ baseVersion: z.coerce.number().int().min(1) })

/** `/desk`: the markets that one runs, a new one, and what is said about each. */
export const deskMarketRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, cache } = app

  app.get('/desk', { config }, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const pages = await pagesOf(db, app, runner)
    return reply.page('desk/markets.njk', {
      async load() {
        const mine = await marketsRunBy(db, app, runner)
        const counts = await shelfCounts(
          db,
          mine.map(({ id }) => id),
        )
        const markets = mine.map((market) => ({ ...market, ...counts.get(market.id) }))
        return { page: { title: 'Your markets', unlisted: true }, markets, pages }
      },
    })
  })

  const opened = { config: { ...config, formOn: '/desk' }, schema: { body: MarketForm } }
  app.post('/desk', opened, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const id = await createMarket(db, app, { runner, ...request.body })
    await cache.purge(['markets', `page:${request.body.pageId}`])
    return reply.redirect(`/desk/markets/${id}/products`, 303)
  })

  app.get('/desk/markets/:marketId', { config, schema: { params } }, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const market = await marketRunBy(db, app, runner, request.params.marketId)
    const pages = await pagesOf(db, app, runner)
    return reply.page('desk/market.njk', {
      load: async () => ({ page: { title: market.title, unlisted: true }, market, pages }),
    })
  })

  const changed = {
    config: { ...config, formOn: '/desk/markets/:marketId' },
    schema: { params, body: ChangeForm },
  }
  app.post('/desk/markets/:marketId', changed, async (request, reply) => {
    const runner = await thisRunner(app, request)
    const { marketId } = request.params
    await changeMarket(db, app, { runner, marketId, ...request.body })
    await cache.purge(['markets', `market:${marketId}`])
    return reply.redirect(`/desk/markets/${marketId}`, 303)
  })
}
