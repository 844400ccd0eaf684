import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Db } from '@rose-ash/shared/db'
import { z } from 'zod'
import { productCards } from '../products/queries.ts'
import { search } from './queries.ts'

const querystring = z.object({ q: z.string().max(200).default('') })
const config = { access: 'public' as const }

/** `/search`: all markets; typed into, it answers at once. */
export const searchRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/search', { config, schema: { querystring } }, async (request, reply) => {
    const words = request.query.q.trim()
    const load = async () => {
      const result = words ? await resultOf(app.db, words) : undefined
      const page = { title: words ? `“${words}”` : 'Search', app: 'market', unlisted: true }
      return { page, words, result }
    }
    if (request.headers['hx-request'] === undefined) {
      return reply.page('search/search.njk', { load })
    }
    const html = app.views.render('search/results.njk', await load())
    void reply.headers({ 'cache-control': 'no-store', vary: 'hx-request' })
    return reply.type('text/html; charset=utf-8').send(html)
  })
}

/** What was found, each with what it costs now. */
async function resultOf(db: Db, words: string) {
  const { found, instead } = await search(db, words)
  const cards = await productCards(
    db,
    found.map(({ id }) => id),
  )
  const byId = new Map(cards.map((card) => [card.id, card]))
  return {
    instead,
    found: found.flatMap((one) => {
      const product = byId.get(one.id)
      return product ? [{ ...one, product }] : []
    }),
  }
}
