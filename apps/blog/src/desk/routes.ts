import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { createPost } from '../editing/save-post.ts'
import { thisEditor } from '../editing/this-editor.ts'
import { deskOf, DeskQuery, linkTargets } from './queries.ts'

const config = { access: 'author' as const }
const LiveQuery = z.object({
  kind: z.enum(['product', 'market', 'event', 'calendar']),
  q: z.string().trim().max(200).default(''),
})
const NewPost = z.object({ type: z.enum(['post', 'page']).default('post') })

/** `/posts`: everything that may be edited, and a new one of it. */
export const deskRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, services } = app

  app.get('/posts', { config, schema: { querystring: DeskQuery } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { query } = request
    return reply.page('desk/desk.njk', {
      async load() {
        const { posts, before } = await deskOf(db, editor, query)
        const page = { title: query.type === 'page' ? 'Pages' : 'Posts', unlisted: true }
        return { page, query, posts, editor, older: before && olderHref(query, before) }
      },
    })
  })

  app.post('/posts', { config, schema: { body: NewPost } }, async (request, reply) => {
    const editor = await thisEditor(app, request)
    const { id } = await createPost(db, services, { editor, ...request.body })
    return reply.redirect(`/posts/${id}/edit`, 303)
  })

  const live = { config, schema: { querystring: LiveQuery } }
  app.get('/posts/live', live, async (request) => {
    await thisEditor(app, request)
    const { kind, q } = request.query
    const { market, events } = services
    const things =
      kind === 'product' || kind === 'market'
        ? await market.find(db, kind, q)
        : await events.find(db, kind, q)
    return { things }
  })

  const querystring = z.object({ q: z.string().trim().max(200).default('') })
  app.get('/posts/links', { config, schema: { querystring } }, async (request) => {
    await thisEditor(app, request)
    const found = await linkTargets(db, request.query.q)
    const { blog } = app.appConfig.origins
    return { links: found.map(({ id, title, slug }) => ({ id, title, url: `${blog}/${slug}` })) }
  })
}

function olderHref({ type, status, q }: DeskQuery, before: string): string {
  const query = new URLSearchParams({ type, ...(status && { status }), ...(q && { q }), before })
  return `/posts?${query.toString()}`
}
