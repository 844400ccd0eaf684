import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { search } from './queries.ts'

const querystring = z.object({ q: z.string().max(200).default('') })
const config = { access: 'public' as const }

/** `/search`: everything published with these words; typed into, it answers at once. */
export const searchRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/search', { config, schema: { querystring } }, async (request, reply) => {
    const words = request.query.q.trim()
    const load = async () => {
      const isMember = request.viewer.kind === 'member'
      const result = words ? await search(app.db, words, { isMember }) : undefined
      const page = { title: words ? `“${words}”` : 'Search', app: 'blog', unlisted: true }
      return { page, words, result }
    }
    if (request.headers['hx-request'] === undefined) {
      return reply.page('search/search.njk', { load })
    }
    const html = app.views.render('search/results.njk', await load())
    return reply.type('text/html; charset=utf-8').send(html)
  })
}
