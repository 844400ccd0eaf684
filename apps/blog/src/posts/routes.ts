import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { findPublished } from './queries.ts'

const params = z.object({ slug: z.string().max(200) })

/** `/:slug`: a post, or a page with what is attached to it. */
export const postRoutes: FastifyPluginAsyncZod = async (app) => {
  const config = { access: 'public' as const }

  app.get('/:slug', { config, schema: { params } }, async (request, reply) =>
    reply.page('posts/published.njk', {
      cache: { freshMs: 30_000, tags: ({ post }) => [`post:${post.id}`] },
      async load() {
        const post = await findPublished(app.db, request.params.slug)
        if (!post) throw new NotFound()
        const canonical = app.appConfig.origins.blog + post.href
        const { title, excerpt: description } = post
        return { page: { title, description, canonical, app: 'blog' }, post }
      },
    }),
  )
}
