import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { NotFound } from '@rose-ash/shared/errors'
import { z } from 'zod'
import { Before, olderHref } from '../listings/cursor.ts'
import { postsAbout } from '../listings/queries.ts'
import { shownCards } from '../posts/card-picture.ts'
import { findTag, tagsByGroup } from './queries.ts'

const params = z.object({ slug: z.string().max(200) })
const querystring = z.object({ before: Before.optional() })
const config = { access: 'public' as const }
const freshMs = 30_000

/** `/tags` and `/tags/:slug`: what stories are about. */
export const tagRoutes: FastifyPluginAsyncZod = async (app) => {
  const { db, appConfig } = app
  const { blog } = appConfig.origins

  app.get('/tags', { config }, async (_request, reply) =>
    reply.page('tags/tags.njk', {
      cache: { freshMs, tags: () => ['posts', 'tags'] },
      async load() {
        const page = { title: 'Topics', canonical: `${blog}/tags`, app: 'blog' }
        return { page, groups: await tagsByGroup(db) }
      },
    }),
  )

  app.get('/tags/:slug', { config, schema: { params, querystring } }, async (request, reply) =>
    reply.page('tags/tag.njk', {
      cache: { freshMs, tags: ({ tag }) => ['posts', `tag:${tag.id}`] },
      async load() {
        const tag = await findTag(db, request.params.slug)
        if (!tag) throw new NotFound('topic')
        const { posts, more } = await postsAbout(db, tag.id, request.query.before)
        const path = `/tags/${tag.slug}`
        const title = tag.seoTitle || tag.name
        const description = tag.seoDescription || tag.description
        const page = { title, description, canonical: blog + path, app: 'blog' }
        return { page, tag, posts: shownCards(posts), older: olderHref(path, posts, more) }
      },
    }),
  )
}
